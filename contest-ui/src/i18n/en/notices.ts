export default {
  from: 'From the organisers:',
  read: 'Read',
};
