import type vi from '../vi/help';

export default {
  title: 'Help',
  items: [
    ['What if the network fails during the exam?', 'Just go on. Answers are kept on the device and sent when the network is back. If you closed the page, open the contest page again and press Continue.'],
    ['My phone is empty or broken', 'Take another device, open the contest page, choose “I am already registered” and enter your code and details. You go on from the answers saved; the clock keeps running.'],
    ['I lost my sign-in code', 'Tell the organiser. They check who you are and issue a new one; the old one stops working.'],
    ['What does “saved” mean?', 'The server has written that answer to durable storage. Only then does the page say “saved”.'],
    ['How do I know papers are not tampered with?', 'Before a round opens the platform publishes a commitment that locks the papers. After handing in you have a receipt. Anyone can compare them on the Verify page.'],
    ['Time ran out before I pressed the button', 'The paper is handed in by itself with the answers saved, and its time is the very end of your time.'],
  ],
  theme: 'Colours and language can be changed at the foot of every page.',
} satisfies typeof vi;
