/** Columns of the list of units beside the name; those that few need are away at first. */
export const COLUMNS = ['code', 'type', 'parent', 'area', 'block', 'headcount', 'valid', 'children'] as const;
export type Column = (typeof COLUMNS)[number];
export const AWAY: readonly Column[] = ['block', 'valid'];
