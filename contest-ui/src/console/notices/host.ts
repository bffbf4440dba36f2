/** The host of an address, for people; the whole text where it is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host || url;
  } catch {
    return url;
  }
}

/** Whether an address can be told anything: https, a host, and nothing that gives a password away. */
export function isHookAddress(text: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(text.trim());
    return protocol === 'https:' && hostname !== '' && username === '' && password === '';
  } catch {
    return false;
  }
}
