/** The console in Vietnamese, section by section. */
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
import contests from './contests';
import list from './list';
import parts from './parts';
import people from './people';
import question from './question';
import laws from './laws';
import quality from './quality';
import review from './review';
import running from './running';
import sharing from './sharing';
import shell from './shell';
import wizard from './wizard';

export default {
  banks,
  bring,
  contests,
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
  parts,
  people,
  question,
  laws,
  quality,
  review,
  running,
  sharing,
  shell,
  wizard,
};
