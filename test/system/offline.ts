import { spawnSync } from 'node:child_process';

/** Put before a command: a network namespace of its own has no way out, only its loopback interface is brought up. */
export const offline = [
  'unshare',
  '--user',
  '--map-root-user',
  '--net',
  'sh',
  '-c',
  'ip link set lo up && exec "$@"',
  'sh',
] as const;

/** Why `offline` cannot be used here, for `skip`; false if it can. */
export const cannotGoOffline: string | false =
  spawnSync(offline[0], [...offline.slice(1), 'true']).status === 0
    ? false
    : 'this machine permits no network namespace, or has no `ip`';
