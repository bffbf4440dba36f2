/** The question for a fresh proof of identity. Several calls that want one at once wait for the same answer. */

let waiting = $state.raw<{ answer: Promise<boolean>; settle: (proven: boolean) => void } | null>(null);

export const stepUp = {
  /** Whether the box is open. */
  get asking(): boolean {
    return waiting !== null;
  },

  /** Opens the box, or joins those who wait for it; true when the person has proven who he is. */
  ask(): Promise<boolean> {
    if (waiting !== null) return waiting.answer;
    let settle: (proven: boolean) => void = () => undefined;
    const answer = new Promise<boolean>((done) => (settle = done));
    waiting = { answer, settle };
    return answer;
  },

  settle(proven: boolean): void {
    waiting?.settle(proven);
    waiting = null;
  },
};
