/** Why something that an agent sent was not taken, by the code of the reason. */
export const reason = {
  HEADER_INVALID: 'A header is missing or not valid: correct the named agent setting',
  MESSAGE_INVALID: 'The message cannot be read: check that agent and server versions fit each other',
  MESSAGE_TOO_LARGE: 'The message is larger than this server takes',
  VERSION_UNKNOWN: 'The span version is not known to this server',
  METHOD_UNKNOWN: 'This server has no such call',
  ENCODING_UNKNOWN: 'The compression is not known to this server',
  DISK_LOW: 'The disk, or what Finepoint may use of it, was nearly full',
  SERVER_BUSY: 'The server was busy',
  SERVER_STOPPING: 'The server was stopping',
  VALUE_TOO_LARGE: 'A value is larger than the storage takes',
};
