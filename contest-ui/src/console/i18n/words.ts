/** The words of the console. Both languages are in its bundle, which only staff load. */
import { lang } from '../../i18n/lang.svelte';
import en from './en';
import vi from './vi';

export type Words = typeof vi;

export function words<S extends keyof Words>(section: S): Words[S] {
  return lang() === 'en' ? en[section] : vi[section];
}
