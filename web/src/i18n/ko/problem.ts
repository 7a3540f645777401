import type { problem as english } from '../en/problem.ts';
import type { Words } from '../words.ts';

export const problem: Words<typeof english> = {
  UNREACHABLE: '서버에 연결할 수 없습니다. 서버가 실행 중인지 확인해 주세요. 자동으로 다시 시도합니다.',
  SERVER_BUSY: '서버가 요청을 처리할 여유가 없습니다. 잠시 후 다시 시도해 주세요.',
  SERVER_STOPPING: '서버가 종료되는 중입니다. 다시 시작된 뒤에 시도해 주세요.',
  STORE_CLOSED: '서버가 종료되는 중입니다. 다시 시작된 뒤에 시도해 주세요.',
  REQUEST_INVALID: '요청이 올바르지 않습니다. 자세히에 표시된 값을 고쳐 주세요.',
  RANGE_INVALID: '조회 기간이 올바르지 않습니다. 끝 시각은 시작 시각보다 뒤여야 합니다.',
  RANGE_TOO_WIDE: '조회 기간이 너무 깁니다. 더 짧은 기간을 선택해 주세요.',
  APPLICATION_UNKNOWN: '알 수 없는 애플리케이션입니다. 위에서 다른 애플리케이션을 선택해 주세요.',
  TRACE_UNKNOWN: '저장된 트레이스가 없습니다. 아직 도착하지 않았거나 보관 기간이 지났을 수 있습니다.',
  TRACE_ID_INVALID: '트레이스 ID가 아닙니다. agentId^startTime^sequence 형식이거나 16진수 32자리여야 합니다.',
  TOKEN_WRONG: '토큰이 필요합니다. 서버가 시작할 때 출력한 주소로 접속해 주세요.',
  HOST_FORBIDDEN: '허용되지 않은 호스트 이름입니다. 서버가 시작할 때 출력한 주소로 접속해 주세요.',
  INTERNAL: '서버에 오류가 발생했습니다. 자세히의 요청 ID로 서버 로그를 확인해 주세요.',
};
