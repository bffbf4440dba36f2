/** A value that is read anew in a steady rhythm for as long as its component lives. */
export function ticking<T>(read: () => T, ms = 1000): { readonly value: T } {
  let value = $state.raw(read());
  $effect(() => {
    value = read();
    const timer = setInterval(() => (value = read()), ms);
    return () => clearInterval(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
