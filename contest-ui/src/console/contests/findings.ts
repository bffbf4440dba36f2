/** Where on the wizard something that was found belongs. */
import type { Finding } from '../api/contest-types';

export const STEPS = ['name', 'people', 'questions', 'rounds', 'publish'] as const;
export type Step = (typeof STEPS)[number];

/** The step that has the field of a pointer. */
export function stepOf(pointer: string): Step {
  if (/^\/contest\/groups/.test(pointer) || pointer.startsWith('/registration')) return 'people';
  if (pointer.startsWith('/contest')) return 'name';
  if (/^\/rounds\/\d+\/blueprint/.test(pointer)) return 'questions';
  if (pointer === '') return 'publish';
  return 'rounds';
}

/** The id of the field of a pointer. */
export const fieldId = (pointer: string): string => `f${pointer.replace(/[^\w-]+/g, '-')}`;

/** What was found about a field itself, or about what it holds. */
export function about(findings: readonly Finding[], pointer: string, within = false): Finding[] {
  return findings.filter((finding) => finding.pointer === pointer || (within && finding.pointer.startsWith(`${pointer}/`)));
}

/** Errors before warnings, and each in the order of the wizard. */
export function ordered(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding): number => (finding.severity === 'error' ? 0 : 10) + STEPS.indexOf(stepOf(finding.pointer));
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
