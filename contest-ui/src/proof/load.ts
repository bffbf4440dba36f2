/** Getting a bundle: from the server, or out of a file. */
/** The text of a bundle, or why there is none, in the reader's language if the server said so; `archive`: too large for a browser. */
export type Loaded = { text: string } | { refused: string } | { archive: true };

export async function fetchBundle(round: string, language: string): Promise<Loaded> {
  const address = `/api/v1/rounds/${encodeURIComponent(round)}/proof`;
  const response = await fetch(address, { headers: { 'Accept-Language': language } });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    return { refused: problem.detail ?? '' };
  }
  if (response.headers.get('Content-Type') === 'application/zip') return { archive: true };
  return { text: await response.text() };
}

export async function readBundle(file: Blob): Promise<Loaded> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (start[0] === 0x50 && start[1] === 0x4b) return { archive: true };
  return { text: await file.text() };
}

/** Whether a text is a bundle, by its first words and its size: a receipt is not. */
export function isBundle(text: string): boolean {
  return text.includes('"thiluat-proof/1"');
}
