export default {
  from: 'Ban tổ chức thông báo:',
  read: 'Đã đọc',
};
