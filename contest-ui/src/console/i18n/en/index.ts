/** The console in English; the types make a missing sentence an error. */
import banks from './banks';
import bring from './bring';
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
  list,
  question,
  laws,
  quality,
  review,
  shell,
};

export default english;
