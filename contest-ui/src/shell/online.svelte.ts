/** Whether the device believes to have a network. It may be wrong, so this only words a notice. */
let value = $state(navigator.onLine);

addEventListener('online', () => (value = true));
addEventListener('offline', () => (value = false));

export function online(): boolean {
  return value;
}
