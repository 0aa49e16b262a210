import { expect, test } from 'vitest';
import { shopRows } from '../../../lab/cluster/shop-rows.ts';

test('the rows are the same each time, and others for another number', () => {
  expect(shopRows(200)).toEqual(shopRows(200));
  expect(shopRows(200).customers[0]).not.toEqual(shopRows(201).customers[0]);
});

test('no two rows share a primary key, so that what is written is what is read', () => {
  const { orders, pageViews, customers } = shopRows(1_000);
  expect(new Set(orders.map(({ customer, placed }) => `${customer} ${placed.toISOString()}`)).size).toBe(
    1_000,
  );
  expect(new Set(pageViews.map(({ page, day }) => `${page} ${day}`)).size).toBe(50);
  expect(new Set(customers.map(({ id }) => id)).size).toBe(100);
});

test('a single order already has a customer and a counter', () => {
  const { orders, pageViews, customers } = shopRows(1);
  expect([orders.length, pageViews.length, customers.length]).toEqual([1, 1, 1]);
});
