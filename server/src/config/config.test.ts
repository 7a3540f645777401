import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Failure } from '../lib/failure.ts';
import { readConfig } from './config.ts';
import { settings } from './settings.ts';

/** What is wrong, as the one failure lists it. */
function wrong(args: readonly string[], env: Record<string, string> = {}): string[] {
  try {
    readConfig(args, env);
  } catch (error) {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, 'SETTINGS_WRONG');
    return error.detail.split('; ');
  }
  return [];
}

describe('where a value comes from', () => {
  test('nobody says anything: the default', () => {
    const config = readConfig([], {});
    for (const [name, { fallback }] of Object.entries(settings)) {
      assert.equal(new Map(Object.entries(config)).get(name), fallback, name);
    }
  });

  test('a variable wins over the default, a flag over the variable', () => {
    assert.equal(readConfig([], { FINEPOINT_UI_PORT: '81' }).uiPort, 81);
    assert.equal(readConfig(['--ui-port', '82'], { FINEPOINT_UI_PORT: '81' }).uiPort, 82);
  });

  test('a variable that is set to nothing says nothing', () => {
    assert.equal(readConfig([], { FINEPOINT_UI_PORT: '', FINEPOINT_DATA: '' }).uiPort, 8080);
  });

  test('a flag takes its value behind a blank or behind =, which may be in the value too', () => {
    assert.equal(readConfig(['--data', '/var/a b'], {}).data, '/var/a b');
    assert.equal(readConfig(['--data=/var/a=b'], {}).data, '/var/a=b');
  });

  test('of a flag given twice the last one counts', () => {
    assert.equal(readConfig(['--log', 'info', '--log', 'error'], {}).log, 'error');
  });

  test('sizes may be parts of a GiB', () => {
    assert.equal(readConfig([], { FINEPOINT_QUOTA: '0.5' }).quota, 0.5);
    assert.equal(readConfig([], { FINEPOINT_MIN_FREE: '12' }).minFree, 12);
  });

  test('variables of others are none of ours', () => {
    assert.deepEqual(wrong([], { PATH: '/bin', PINPOINT_AGENT_ID: 'a' }), []);
  });
});

describe('what is wrong', () => {
  test('is all said at once: values, unknown flags, unknown variables, what does not go together', () => {
    const said = wrong(['--span-port', '65536', '--colour', '--tls-key', 'key.pem'], {
      FINEPOINT_SQL_BIND: 'hide',
      FINEPOINT_PROT: '1',
    });
    assert.equal(said.length, 6, said.join('\n'));
    const text = said.join('\n');
    for (const part of ['--span-port', '--colour', '--help', 'FINEPOINT_SQL_BIND', 'FINEPOINT_PROT', '--tls-cert']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
  });

  test('names where the value stood and what it may be', () => {
    assert.deepEqual(wrong([], { FINEPOINT_LOG: 'loud' }), [
      'FINEPOINT_LOG is "loud" and takes debug, info, warn, error',
    ]);
    assert.deepEqual(wrong(['--log=loud']), ['--log is "loud" and takes debug, info, warn, error']);
  });

  test('a flag without its value', () => {
    assert.deepEqual(wrong(['--data']), ['--data needs a value']);
  });

  for (const port of ['-1', '65536', '80a', ' ', '1e3', '0x50', '']) {
    test(`a port that is ${JSON.stringify(port)}`, () => assert.equal(wrong([`--ui-port=${port}`]).length, 1));
  }

  test('a port is not wrong at either end', () => {
    assert.equal(readConfig(['--ui-port=0'], {}).uiPort, 0);
    assert.equal(readConfig(['--ui-port=65535'], {}).uiPort, 65535);
  });

  for (const size of ['7', '4097', '64MiB']) {
    test(`${size} MiB in flight`, () => assert.equal(wrong(['--bytes-in-flight', size]).length, 1));
  }

  for (const [flag, value] of [
    ['--retention-trace', '0'],
    ['--retention-trace', '29'],
    ['--retention-error', '7d'],
    ['--quota', '-1'],
    ['--quota', '10GB'],
    ['--min-free', '1e3'],
    ['--min-free', '.5'],
  ] as const) {
    test(`${flag} ${value}`, () => assert.equal(wrong([`${flag}=${value}`]).length, 1));
  }

  test('a token that can be guessed', () => {
    assert.equal(wrong(['--token', 'x'.repeat(15)]).length, 1);
    assert.deepEqual(wrong(['--token', 'x'.repeat(16)]), []);
  });

  test('a certificate without its key, or the other way round', () => {
    assert.equal(wrong(['--tls-cert', 'a.pem']).length, 1);
    assert.equal(wrong(['--tls-key', 'a.pem']).length, 1);
    assert.deepEqual(wrong(['--tls-cert', 'a.pem', '--tls-key', 'b.pem']), []);
  });

  test('a value or name of any length is shown short', () => {
    const [said = ''] = wrong([`--log=${'x'.repeat(5000)}`]);
    assert.ok(said.length < 200, said);
    const [name = ''] = wrong([`--${'x'.repeat(5000)}`]);
    assert.ok(name.length < 200, name);
  });
});
