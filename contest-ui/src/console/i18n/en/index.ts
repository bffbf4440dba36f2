/** The console in English; the types make a missing sentence an error. */
import banks from './banks';
import bring from './bring';
import door from './door';
import account from './account';
import staff from './staff';
import units from './units';
import unitFiles from './unitFiles';
import registrations from './registrations';
import notices from './notices';
import systems from './systems';
import home from './home';
import list from './list';
import question from './question';
import laws from './laws';
import quality from './quality';
import review from './review';
import shell from './shell';
import type { Words } from '../words';

const english: Words = {
  banks,
  bring,
  door,
  account,
  staff,
  units,
  unitFiles,
  registrations,
  notices,
  systems,
  home,
  list,
  question,
  laws,
  quality,
  review,
  shell,
};

export default english;
