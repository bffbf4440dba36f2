/** Files that a person keeps: made in the browser, from what is on the screen. */

/** Offers a blob as a download. */
export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the blob after the click; a minute is more than it needs.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function downloadJson(name: string, value: unknown): void {
  download(name, new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }));
}

/** The sign-in code as a picture for the phone's gallery: who, where, and the code, large. */
export async function downloadCode(name: string, lines: { title: string; code: string; note: string }): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = 1080;
  canvas.height = 720;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const font = 'system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, 1080, 720);
  pen.fillStyle = '#9f1c22';
  pen.fillRect(0, 0, 1080, 24);
  pen.textAlign = 'center';
  pen.fillStyle = '#1d1c1a';
  pen.font = `600 44px ${font}`;
  wrap(pen, lines.title, 960).forEach((line, i) => pen.fillText(line, 540, 130 + i * 60));
  pen.font = '700 104px ui-monospace, "Roboto Mono", "DejaVu Sans Mono", Consolas, monospace';
  pen.fillText(lines.code, 540, 430, 1000);
  pen.fillStyle = '#5d5a54';
  pen.font = `36px ${font}`;
  wrap(pen, lines.note, 960).forEach((line, i) => pen.fillText(line, 540, 560 + i * 52));
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob !== null) download(name, blob);
}

/** At most two lines of at most `width` pixels. */
function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.slice(0, 2);
}
