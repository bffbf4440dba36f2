/** The one toolbar of a form works on the text that was written in last. */

export type Command = 'bold' | 'italic' | 'underline' | 'subscript' | 'superscript' | 'insertUnorderedList' | 'insertOrderedList' | 'removeFormat';

let field: HTMLElement | null = null;
let range: Range | null = null;
let on = $state.raw<readonly Command[]>([]);
let ready = $state(false);

const TOGGLES: readonly Command[] = ['bold', 'italic', 'underline', 'subscript', 'superscript', 'insertUnorderedList', 'insertOrderedList'];

export const writing = {
  /** Formats that hold where the caret is. */
  get on(): readonly Command[] {
    return on;
  },
  /** Whether there is a text to work on. */
  get ready(): boolean {
    return ready;
  },

  enter(place: HTMLElement): void {
    field = place;
    ready = true;
    // Tags, not styles: styles would be taken out.
    document.execCommand('styleWithCSS', false, 'false');
    document.execCommand('defaultParagraphSeparator', false, 'p');
  },

  /** Remembers where the caret is; a press on the toolbar may take the focus away. */
  note(): void {
    const selection = getSelection();
    if (field === null || selection === null || selection.rangeCount === 0 || !field.contains(selection.anchorNode)) return;
    range = selection.getRangeAt(0).cloneRange();
    on = TOGGLES.filter((command) => document.queryCommandState(command));
  },

  /** Forgets a text that goes. */
  leave(place: HTMLElement): void {
    if (field !== place) return;
    field = null;
    range = null;
    ready = false;
  },

  format(command: Command): void {
    if (field === null) return;
    field.focus();
    const selection = getSelection();
    if (range !== null && selection !== null && field.contains(range.startContainer)) {
      selection.removeAllRanges();
      selection.addRange(range);
    }
    document.execCommand(command);
    this.note();
  },
};
