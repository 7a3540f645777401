import type { connect as english } from '../en/connect.ts';
import type { Words } from '../words.ts';

export const connect: Words<typeof english> = {
  title: '에이전트 연결',
  about: 'Pinpoint 에이전트를 그대로 사용합니다. 이 서버의 주소만 알려 주면 됩니다.',
  none: '아직 연결된 에이전트가 없습니다',
  noneAbout: '에이전트를 붙여 애플리케이션을 시작하면 이 화면이 자동으로 채워집니다.',
  application: '애플리케이션 이름',
  address: '이 서버의 주소',
  addressAbout: '애플리케이션이 실행되는 장비에서 접속할 수 있는 주소',
  kind: '애플리케이션 언어',
  tls: '이 서버는 포트 {{agent}}, {{stat}}, {{span}}에서 TLS 연결도 받습니다. Java와 Python 에이전트는 TLS로 연결할 수 있고, Node.js, PHP, Go 에이전트는 일반 포트로 연결합니다.',
  requires: '필요 환경: {{what}}',
  step: '{{number}}단계',
  last: '애플리케이션을 한 번 호출하세요. 1초 안에 서버맵과 트레이스가 나타납니다.',
  nameRule: '영문자, 숫자, 마침표, 하이픈, 밑줄만 쓸 수 있으며 최대 24자입니다.',
  java: {
    download: '에이전트를 내려받아 압축을 풉니다.',
    start: '에이전트를 붙여 애플리케이션을 시작합니다.',
    rate: '샘플링 값이 1이면 모든 요청을 추적합니다. 에이전트의 기본값은 20건 중 1건입니다.',
  },
  node: {
    install: '애플리케이션에 에이전트를 추가합니다.',
    start: '에이전트를 붙여 애플리케이션을 시작합니다.',
    rate: '샘플링 값이 1이면 모든 요청을 추적합니다. 에이전트의 기본값은 10건 중 1건입니다.',
  },
  python: {
    install: '에이전트를 설치합니다.',
    start: '에이전트를 붙여 애플리케이션을 시작합니다. gunicorn, uvicorn 앞에도 똑같이 붙입니다.',
  },
  php: {
    bridge: 'PHP 프로세스가 보내는 내용을 전달하는 collector-agent를 시작합니다.',
    extension: '확장 모듈을 빌드하고 설치합니다.',
    ini: 'php.ini에서 확장 모듈을 켭니다.',
    composer: '라이브러리와 프레임워크용 훅을 추가합니다.',
    code: '진입 스크립트의 vendor/autoload.php 다음에 애플리케이션 이름을 정의합니다.',
  },
  go: {
    install: '에이전트와 사용하는 라이브러리의 플러그인을 추가합니다.',
    code: 'main에서 에이전트를 만들고 핸들러를 감쌉니다.',
    start: '애플리케이션을 시작합니다.',
  },
  status: '연결 상태',
  waiting: '에이전트를 기다리는 중 …',
  waitingMore: '다른 에이전트를 기다리는 중 …',
  listening: '수신 대기: {{ports}}',
  connected_other: '에이전트 {{count}}개가 연결되어 있습니다',
  arrived: '{{name}} 연결됨',
  noSpans: '아직 추적된 요청이 없습니다. 애플리케이션을 한 번 호출해 보세요.',
  spans_other: '스팬 {{count}}개 수신',
  openMap: '서버맵 열기',
  refused: '호출이 거부되었습니다',
  refusedFrom: '{{address}}에서, {{ago}}',
  silent:
    '아무것도 오지 않나요? 애플리케이션이 실행되는 장비에서 이 포트에 접속할 수 있어야 합니다. 방화벽이나 주소를 확인해 주세요.',
};
