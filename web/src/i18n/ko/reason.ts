import type { reason as english } from '../en/reason.ts';
import type { Words } from '../words.ts';

export const reason: Words<typeof english> = {
  HEADER_INVALID: '헤더가 없거나 올바르지 않습니다. 표시된 에이전트 설정을 고쳐 주세요',
  MESSAGE_INVALID: '메시지를 읽을 수 없습니다. 에이전트와 서버 버전이 맞는지 확인해 주세요',
  MESSAGE_TOO_LARGE: '메시지가 서버가 받는 크기보다 큽니다',
  VERSION_UNKNOWN: '서버가 모르는 스팬 버전입니다',
  METHOD_UNKNOWN: '서버에 없는 호출입니다',
  ENCODING_UNKNOWN: '서버가 모르는 압축 방식입니다',
  DISK_LOW: '디스크 여유 공간이나 저장 용량 한도가 부족했습니다',
  SERVER_BUSY: '서버에 처리할 여유가 없었습니다',
  SERVER_STOPPING: '서버가 종료되는 중이었습니다',
  VALUE_TOO_LARGE: '값이 스토리지가 받는 크기보다 큽니다',
};
