/** Runes everywhere: the older component style must not creep in. */
export default { compilerOptions: { runes: true } };
