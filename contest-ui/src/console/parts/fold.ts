/** Text without tone marks and case, so that "quy tac" finds "Quy tắc". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
}
