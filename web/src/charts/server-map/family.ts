import type { MapNode } from '../../../../server/src/query/schema/map.ts';

export type Family =
  | 'user'
  | 'java'
  | 'spring'
  | 'node'
  | 'python'
  | 'php'
  | 'go'
  | 'dotnet'
  | 'ruby'
  | 'rust'
  | 'cpp'
  | 'proxy'
  | 'server'
  | 'database'
  | 'cache'
  | 'queue'
  | 'search'
  | 'external'
  | 'unknown';

const byName: readonly (readonly [RegExp, Family])[] = [
  [/SPRING/, 'spring'],
  [/NODE/, 'node'],
  [/PYTHON|CELERY/, 'python'],
  [/PHP/, 'php'],
  [/^GO(_|$)/, 'go'],
  [/DOTNET|ASP/, 'dotnet'],
  [/RUBY/, 'ruby'],
  [/RUST/, 'rust'],
  [/C_CPP|CPP/, 'cpp'],
  [/ENVOY|NGINX|HTTPD|APACHE$/, 'proxy'],
  [/TOMCAT|JETTY|JBOSS|UNDERTOW|WEBSPHERE|WEBLOGIC|VERTX|NETTY|KTOR|AKKA|PEKKO|RESIN|DUBBO|JAVA|STAND_ALONE/, 'java'],
];

/** What kind of thing a node is, so that it can be told apart at a glance. */
export function familyOf(node: Pick<MapNode, 'category' | 'application'>): Family {
  const type = node.application.serviceType;
  if (node.category === 'USER') return 'user';
  if (node.category === 'UNKNOWN') return 'external';
  if (node.category === 'CACHE') return 'cache';
  if (node.category === 'MESSAGE_BROKER') return 'queue';
  if (/ELASTICSEARCH|OPENSEARCH/.test(type)) return 'search';
  if (node.category === 'DATABASE') return 'database';
  const family = byName.find(([name]) => name.test(type))?.[1];
  return family ?? (node.category === 'SERVER' ? 'server' : 'unknown');
}
