import type vi from '../vi/banks';

const banks: typeof vi = {
  title: 'Question banks',
  create: 'Create a bank',
  import: 'Import from a file',
  counts: 'Questions by state',
  total: (n) => `${n} questions`,
  tasks: (n) => `${n} waiting`,
  noTasks: 'Nothing waiting',
  updated: (when) => `Last changed: ${when}`,
  quality: 'Quality',
  supply: 'Supply',
  needs: (n) => (n === 2 ? 'Two people approve each question' : 'One person approves each question'),
  settings: 'Settings',
  settingsTitle: (name) => `Settings of “${name}”`,
  approvals: 'How many people have to approve a question?',
  one: 'One person',
  two: 'Two different people (advised for rounds with prizes)',
  createTitle: 'Create a question bank',
  code: 'Code',
  codeHint: 'Plain letters, digits, hyphens; for instance atgt-2026. It cannot be changed later.',
  name: 'Name',
  nameHint: 'For instance: Road traffic order and safety 2026',
  codeWrong: 'A code has plain letters, digits and hyphens only, 2 to 40 of them.',
  nameWrong: 'Please enter the name of the bank.',
  emptyTitle: 'There is no bank yet',
  teach: [
    'Write your questions in Word as you always have, each with its key and its legal source, and send the file here.',
    'The platform reads it and shows every question beside the text it came from; where it is not sure it asks, it does not guess.',
    'Other people check and approve; only approved questions whose law is in force are drawn for papers.',
  ],
  sample: 'A sample to copy into Word',
  sampleText: `Phần I. Quy tắc giao thông

Câu 1: Người từ đủ bao nhiêu tuổi được điều khiển xe gắn máy?
A. Từ đủ 14 tuổi
B. Từ đủ 16 tuổi
C. Từ đủ 18 tuổi
Đáp án: B
Lời giải: Người từ đủ 16 tuổi được điều khiển xe gắn máy.
Căn cứ: Điều 59 Luật số 36/2024/QH15

Câu 2: Xe thô sơ là xe nào dưới đây?
A. Xe đạp    B. Xe mô tô    C. Ô tô
Đáp án: A`,
  copy: 'Copy the sample',
  copied: 'Copied',
  copyFailed: 'The browser does not allow copying; please select the text and copy it.',
  help: 'How to write a file for import',
  search: 'Find a bank',
  none: (q) => `No bank matches “${q}”.`,
};

export default banks;
