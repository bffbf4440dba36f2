/** The receipt file that somebody dropped, on its way to the page that compares it. */
import type { Receipt } from '../api/types';
import { readCode } from './check';

let file: Receipt | null = null;

export function passFile(receipt: Receipt): void {
  file = receipt;
}

export function takeFile(code: string): Receipt | null {
  const found = file !== null && readCode(file.code) === code ? file : null;
  file = null;
  return found;
}
