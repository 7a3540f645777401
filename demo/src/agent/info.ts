import type { MessageInitShape } from '@bufbuild/protobuf';
import { type PAgentInfoSchema, PJvmGcType } from '@finepoint/wire';
import type { Identity } from './identity.ts';
import { manners } from './manner.ts';

type AgentInfo = MessageInitShape<typeof PAgentInfoSchema>;

/** Nobody shall take the demo for a real system. */
const serverInfo = 'Finepoint demo (simulated)';

/** What an agent says about itself after its start, in the order in which it does: each says more than the one before. */
export function agentInfosOf(identity: Identity): readonly AgentInfo[] {
  const base = {
    hostname: identity.hostname,
    ip: identity.ip,
    serviceType: manners[identity.language].serviceType,
    pid: identity.pid,
    agentVersion: manners[identity.language].agentVersion,
    container: true,
  };
  const vmArg = vmArgs(identity);
  const serviceInfo = identity.libraries.length === 0 ? [] : [serviceInfoOf(identity)];
  switch (identity.language) {
    case 'java': {
      const java = {
        ...base,
        vmVersion: '17.0.15',
        jvmInfo: { vmVersion: '17.0.15', gcType: PJvmGcType.JVM_GC_TYPE_G1 },
      };
      return [
        { ...java, serverMetaData: { vmArg } },
        { ...java, serverMetaData: { vmArg, serviceInfo } },
        { ...java, ports: '8080', serverMetaData: { serverInfo, vmArg, serviceInfo } },
      ];
    }
    case 'go':
      return [{ ...base, vmVersion: 'go1.26.8', serverMetaData: { serverInfo, serviceInfo } }];
    case 'python':
      return [{ ...base, serverMetaData: { serverInfo, vmArg, serviceInfo } }];
    // Neither the Node.js agent nor the collector-agent says more; the demo adds what it is.
    case 'node':
    case 'php':
      return [{ ...base, serverMetaData: { serverInfo } }];
  }
}

/** With a password, as people give them: a collector has to hide it. */
function vmArgs({ language, application, agentId, agentName }: Identity): string[] {
  if (language === 'python') return [`/srv/${application}/app.py`];
  return [
    '-Xms512m',
    '-Xmx1024m',
    '-javaagent:/opt/pinpoint/pinpoint-bootstrap.jar',
    `-Dpinpoint.agentId=${agentId}`,
    `-Dpinpoint.agentName=${agentName}`,
    `-Dpinpoint.applicationName=${application}`,
    '-Dpinpoint.profiler.profiles.active=release',
    '-Dprofiler.sampling.counting.sampling-rate=1',
    '-Dprofiler.jvm.stat.collect.interval=5000',
    '-Dprofiler.jvm.stat.batch.send.count=2',
    '-Dspring.datasource.password=not-a-real-secret',
    `-Dspring.application.name=${application}`,
  ];
}

function serviceInfoOf({ language, libraries }: Identity) {
  const names = { java: 'Spring Boot (JarLauncher)', go: 'Go (linux, amd64, /usr/local/go)', python: 'Libraries' };
  const serviceName = language === 'java' || language === 'go' || language === 'python' ? names[language] : 'Libraries';
  return { serviceName, serviceLib: [...libraries] };
}
