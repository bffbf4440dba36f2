import type vi from '../vi/proof';

/** Where a bundle differs, from the words that all verifiers share (docs/verify). */
function place(spot: string): string {
  const [what = '', a = '', b = '', c = '', d = ''] = spot.split(' ');
  switch (what) {
    case 'commitment':
      return 'the commitment does not fit the seed and the list of questions';
    case 'question':
      return `question ${a}: its text or its key was changed`;
    case 'participant':
      return `participant ${a} has no paper`;
    case 'attempt':
      return `the paper of participant ${a}, attempt ${b}: ${c === 'slot' ? `question ${d}` : c === 'missing' ? 'left out' : c}`;
    case 'standing':
      return `the ranking, row ${a} (participant ${b}): ${c}`;
    case 'actual_prediction':
      return 'the answer to the prediction question';
    case 'lot':
      return 'the draw of lots';
    case 'receipt':
      return `receipt ${a}`;
    case 'receipts_root':
      return 'a paper is not the one its receipt was given for';
    case 'digest':
      return 'the digest of the proof';
    case 'signature':
      return 'the signature of the platform';
    default:
      return 'the file is no valid proof';
  }
}

export default {
  title: 'Verify a whole round',
  intro: 'With a proof your own device computes every paper, every mark and every place of a closed round again, without trusting the server.',
  commitment: 'Published commitment (if you have it)',
  commitmentHint: 'From the printed page or a picture taken before the round opened, not from the proof',
  file: 'Choose a proof file',
  working: (percent: number) => `Computing… ${percent}%`,
  good: (people: number, attempts: number, places: number) => `Everything fits: ${people} people, ${attempts} papers, ${places} places.`,
  compare: 'Compare this commitment with the one published before the round opened:',
  compared: 'It fits the commitment you gave:',
  actualTaken: 'The prediction asks about the whole contest, so its actual value was taken as given: one round is not enough.',
  essaysTaken: 'People marked the essays, so their points were taken as given.',
  noSignature: 'This browser cannot check the signature; everything else was checked.',
  bad: (where: string) => `Something does not fit: ${where}.`,
  archive: 'This proof is large and comes as a ZIP; verify it with docs/verify/verify.py or the command thiluat verify.',
  failed: 'The proof could not be loaded. Please try again.',
  place,
} satisfies typeof vi;
