import { expect, test } from 'vitest';
import { packageSourceOf } from '../../../lab/machines/package-source.ts';

test('packageSourceOf reads a deb822 file and leaves updates and security aside', () => {
  const file = [
    'Types: deb',
    'URIs: http://mirror.example/debian-security',
    'Suites: bookworm-security',
    'Components: main',
    '',
    'Types: deb',
    '# a comment',
    'URIs: http://mirror.example/debian/',
    'Suites: bookworm bookworm-updates',
    'Components: main contrib',
  ].join('\n');
  expect(packageSourceOf([file])).toEqual({ mirror: 'http://mirror.example/debian', suite: 'bookworm' });
});

test('packageSourceOf reads the old one-line format, with options', () => {
  const file =
    '# deb http://old.example/debian sid main\ndeb [arch=amd64] https://deb.example/debian trixie main\n';
  expect(packageSourceOf(['', file])).toEqual({ mirror: 'https://deb.example/debian', suite: 'trixie' });
});

test('packageSourceOf falls back to Debian where there is only Ubuntu, another vendor or a source switched off', () => {
  const files = [
    'deb http://archive.example/ubuntu jammy main\ndeb https://packages.example/cloud-sdk cloud-sdk main',
    'Types: deb\nURIs: http://mirror.example/debian\nSuites: sid\nComponents: main\nEnabled: no',
  ];
  expect(packageSourceOf(files)).toEqual({ mirror: 'http://deb.debian.org/debian', suite: 'bookworm' });
});
