import type { Setup } from '../../../../server/src/query/schema/setup.ts';
import type { Key } from '../../i18n/index.ts';

/** What the lines of a guide are filled with. */
export interface Target {
  /** where agents reach this server */
  readonly host: string;
  readonly ports: Setup['ports'];
  /** the ports that speak TLS, where the server has a certificate */
  readonly tls: Setup['tls'];
  readonly application: string;
}

export interface Step {
  readonly says: Key;
  readonly code: string;
  readonly note?: Key;
}

export interface Guide {
  readonly name: string;
  /** versions it takes */
  readonly requires: string;
  readonly steps: (target: Target) => readonly Step[];
}

const standard: Setup['ports'] = { agent: 9991, stat: 9992, span: 9993 };

/** Lines that agents need only where the ports are not the ones they try by themselves. */
const ports = (target: Target, lines: (ports: Setup['ports']) => readonly string[]): readonly string[] =>
  target.ports.agent === standard.agent && target.ports.stat === standard.stat && target.ports.span === standard.span
    ? []
    : lines(target.ports);

/** The id of the application's first process; agents take 24 characters. */
const instance = ({ application }: Target): string => `${application.slice(0, 22)}-1`;

/** One command over several lines. */
const command = (...lines: readonly string[]): string => lines.join(' \\\n  ');
const script = (...lines: readonly string[]): string => lines.join('\n');

const JAVA = '3.1.0';
const channels = ['agent', 'metadata', 'stat', 'span'] as const;

const java: Guide = {
  name: 'Java',
  requires: 'Java 8+',
  steps: (target) => [
    {
      says: 'connect.java.download',
      code: script(
        `curl -LO https://github.com/pinpoint-apm/pinpoint/releases/download/v${JAVA}/pinpoint-agent-${JAVA}.tar.gz`,
        `tar xzf pinpoint-agent-${JAVA}.tar.gz`,
      ),
    },
    {
      says: 'connect.java.start',
      note: 'connect.java.rate',
      code: command(
        `java -javaagent:pinpoint-agent-${JAVA}/pinpoint-bootstrap-${JAVA}.jar`,
        `-Dpinpoint.applicationName=${target.application}`,
        `-Dpinpoint.agentId=${instance(target)}`,
        `-Dprofiler.transport.grpc.collector.ip=${target.host}`,
        ...ports({ ...target, ports: target.tls ?? target.ports }, ({ agent, stat, span }) =>
          channels.map(
            (channel) =>
              `-Dprofiler.transport.grpc.${channel}.collector.port=${{ agent, metadata: agent, stat, span }[channel]}`,
          ),
        ),
        ...(target.tls !== null
          ? channels.map((channel) => `-Dprofiler.transport.grpc.${channel}.ssl.enable=true`)
          : []),
        '-Dprofiler.sampling.counting.sampling-rate=1',
        '-jar app.jar',
      ),
    },
  ],
};

const node: Guide = {
  name: 'Node.js',
  requires: 'Node.js 18+',
  steps: (target) => [
    { says: 'connect.node.install', code: 'npm install pinpoint-node-agent' },
    {
      says: 'connect.node.start',
      note: 'connect.node.rate',
      code: command(
        `PINPOINT_APPLICATION_NAME=${target.application}`,
        `PINPOINT_AGENT_ID=${instance(target)}`,
        `PINPOINT_COLLECTOR_IP=${target.host}`,
        ...ports(target, ({ agent, stat, span }) => [
          `PINPOINT_COLLECTOR_TCP_PORT=${agent}`,
          `PINPOINT_COLLECTOR_STAT_PORT=${stat}`,
          `PINPOINT_COLLECTOR_SPAN_PORT=${span}`,
        ]),
        'PINPOINT_SAMPLING_RATE=1',
        'node -r pinpoint-node-agent app.js',
      ),
    },
  ],
};

const python: Guide = {
  name: 'Python',
  requires: 'Python 3.11+, Linux or macOS',
  steps: (target) => [
    { says: 'connect.python.install', code: 'pip install pinpoint-python-agent' },
    {
      says: 'connect.python.start',
      code: command(
        ...ports(target, ({ agent, stat, span }) => [
          `PINPOINT_PY_COLLECTOR_AGENT_PORT=${agent}`,
          `PINPOINT_PY_COLLECTOR_STAT_PORT=${stat}`,
          `PINPOINT_PY_COLLECTOR_SPAN_PORT=${span}`,
        ]),
        'pinpoint-run',
        `--app-name ${target.application}`,
        // Without a service the agent does not start.
        '--service-name DEFAULT',
        `--agent-name ${instance(target)}`,
        `--collector ${target.host}`,
        '-- python app.py',
      ),
    },
  ],
};

const php: Guide = {
  name: 'PHP',
  requires: 'PHP 7.1–8.1, Composer, Linux',
  steps: (target) => [
    {
      says: 'connect.php.bridge',
      code: command(
        'docker run -d -p 127.0.0.1:9999:9999',
        ...channels
          .filter((channel) => channel !== 'metadata')
          .flatMap((channel) => [
            `-e PP_COLLECTOR_AGENT_${channel.toUpperCase()}_IP=${target.host}`,
            `-e PP_COLLECTOR_AGENT_${channel.toUpperCase()}_PORT=${target.ports[channel]}`,
          ]),
        '-e PP_COLLECTOR_AGENT_ISDOCKER=true',
        '-e PP_LOG_DIR=/tmp/ -e PP_Log_Level=INFO',
        '-e PP_ADDRESS=0.0.0.0@9999',
        'ghcr.io/pinpoint-apm/pinpoint-c-agent/collector-agent:v0.6.6',
      ),
    },
    {
      says: 'connect.php.extension',
      code: script(
        'git clone https://github.com/pinpoint-apm/pinpoint-c-agent',
        'cd pinpoint-c-agent',
        'phpize && ./configure && make && sudo make install',
      ),
    },
    {
      says: 'connect.php.ini',
      code: script(
        'extension=pinpoint_php.so',
        'pinpoint_php.CollectorHost=tcp:127.0.0.1:9999',
        'pinpoint_php.SendSpanTimeOutMs=0',
        'pinpoint_php.TraceLimit=-1',
      ),
    },
    { says: 'connect.php.composer', code: 'composer require pinpoint-apm/pinpoint-php-aop' },
    {
      says: 'connect.php.code',
      code: script(
        `define('APPLICATION_NAME', '${target.application}');`,
        `define('APPLICATION_ID', '${instance(target)}');`,
        "define('AOP_CACHE_DIR', __DIR__ . '/../cache/');",
        "require_once __DIR__ . '/../vendor/pinpoint-apm/pinpoint-php-aop/auto_pinpointed.php';",
      ),
    },
  ],
};

const go: Guide = {
  name: 'Go',
  requires: 'Go 1.25+',
  steps: (target) => [
    {
      says: 'connect.go.install',
      code: command(
        'go get github.com/pinpoint-apm/pinpoint-go-agent',
        'github.com/pinpoint-apm/pinpoint-go-agent/plugin/http',
      ),
    },
    {
      says: 'connect.go.code',
      code: script(
        'import (',
        '\tpinpoint "github.com/pinpoint-apm/pinpoint-go-agent"',
        '\tpphttp "github.com/pinpoint-apm/pinpoint-go-agent/plugin/http"',
        ')',
        '',
        'cfg, err := pinpoint.NewConfig() // reads PINPOINT_GO_*',
        'if err != nil {',
        '\tlog.Fatal(err)',
        '}',
        'agent, err := pinpoint.NewAgent(cfg)',
        'if err != nil {',
        '\tlog.Fatal(err)',
        '}',
        'defer agent.Shutdown()',
        '',
        'http.HandleFunc("/", pphttp.WrapHandlerFunc(index))',
      ),
    },
    {
      says: 'connect.go.start',
      code: command(
        `PINPOINT_GO_APPLICATIONNAME=${target.application}`,
        `PINPOINT_GO_AGENTID=${instance(target)}`,
        `PINPOINT_GO_COLLECTOR_HOST=${target.host}`,
        ...ports(target, ({ agent, stat, span }) => [
          `PINPOINT_GO_COLLECTOR_AGENTPORT=${agent}`,
          `PINPOINT_GO_COLLECTOR_STATPORT=${stat}`,
          `PINPOINT_GO_COLLECTOR_SPANPORT=${span}`,
        ]),
        './app',
      ),
    },
  ],
};

/** How each of the agents is told where this server is. Settings as their own documentation and recorded runs have them. */
export const guides = { java, node, python, php, go } as const;
export type GuideId = keyof typeof guides;

export const isGuide = (text: string | null | undefined): text is GuideId => Object.hasOwn(guides, text ?? '');

/** A name that every agent takes: what else was typed becomes a dash. */
export const safeName = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 24);
