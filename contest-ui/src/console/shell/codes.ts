/** Codes of the second factor as people type them. */

/** Six digits of the app; what else was typed or pasted between them does not matter. Null when it is none. */
export function readTotp(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s.-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** `xxxx-xxxx-xxxx`, however it was typed; null when it is none. */
export function readRecovery(text: string): string | null {
  const bare = text.normalize('NFKC').replace(/[^a-z0-9]/gi, '').toLowerCase();
  return bare.length === 12 ? bare.replace(/(.{4})(?=.)/g, '$1-') : null;
}

/** A secret in groups of four, as it is read out. */
export function grouped(secret: string): string {
  return secret.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ');
}
