import { expect, test } from 'vitest';
import { sstableFormatsIn } from '../../../activities/change/sstable-formats.ts';

test.each([
  ['of 2.1', 'shop/cart-0af3/shop-cart-ka-12-Data.db', { 'big-ka': 1 }],
  ['of no known form', 'shop/cart-0af3/what-Data.db', { unknown: 1 }],
  ['of 3.11', 'shop/cart-0af3/md-12-big-Data.db', { 'big-md': 1 }],
  ['of 4.0', 'shop/cart-0af3/nb-12-big-Data.db', { 'big-nb': 1 }],
  ['with the ids of 4.1', 'shop/cart-0af3/nb-3gll_0mtc_2ks1w2l1u9xx-big-Data.db', { 'big-nb': 1 }],
  ['of BTI', 'shop/cart-0af3/da-1-bti-Data.db', { 'bti-da': 1 }],
  ['of 6.0', 'shop/cart-0af3/pa-3gll_0mtc_2ks1w2l1u9xx-big-Data.db', { 'big-pa': 1 }],
  ['of a secondary index', 'shop/cart-0af3/.by_name/nb-1-big-Data.db', { 'big-nb': 1 }],
])('an sstable %s is counted by format and version', (_, path, formats) => {
  expect(sstableFormatsIn([`live 4711 42 ${path}`])).toEqual(formats);
});

test('an sstable is counted once, by its data; what is kept or still written is not', () => {
  const lines = [
    'live 1 1 ks/t/nb-1-big-Data.db',
    'live 1 2 ks/t/nb-1-big-Index.db',
    'live 1 3 ks/t/pa-2-big-Data.db',
    'live 1 4 ks/t/pa-3-big-Data.db',
    'kept 1 1 ks/t/snapshots/x/nb-1-big-Data.db',
    'new ks/t/nb-9-big',
    '',
  ];
  expect(sstableFormatsIn(lines)).toEqual({ 'big-nb': 1, 'big-pa': 2 });
});

test('no sstables are no formats', () => {
  expect(sstableFormatsIn([''])).toEqual({});
});
