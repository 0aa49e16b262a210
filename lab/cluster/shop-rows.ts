/** The rows of the shop: always the same for the same number. */

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly zip: string;
}

export interface Customer {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly tags: readonly string[];
  readonly addresses: Readonly<Record<string, Address>>;
  readonly home: Address;
  /** `1970-12-31` */
  readonly born: string;
}

export interface Order {
  readonly customer: number;
  readonly placed: Date;
  readonly state: string;
  /** A decimal with two places. */
  readonly total: string;
  readonly lines: readonly { article: string; pieces: number; price: string }[];
  readonly note: Buffer;
  readonly level: string;
}

export interface PageViews {
  readonly page: string;
  readonly day: string;
  readonly views: number;
}

export interface ShopRows {
  readonly customers: Customer[];
  readonly orders: Order[];
  readonly pageViews: PageViews[];
}

/** @param orders how many; there are a tenth as many customers and a twentieth as many counters, at least one of each */
export function shopRows(orders: number): ShopRows {
  const random = numbers(orders + 1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const upTo = (limit: number) => Math.floor(random() * limit);
  const two = (value: number) => String(value).padStart(2, '0');
  const price = () => `${upTo(500)}.${two(upTo(100))}`;
  const date = () => `20${two(upTo(26))}-${two(1 + upTo(12))}-${two(1 + upTo(28))}`;
  const address = (): Address => ({
    street: `${pick(streets)} ${1 + upTo(99)}`,
    city: pick(cities),
    zip: String(10_000 + upTo(90_000)),
  });
  const customerCount = Math.max(1, Math.floor(orders / 10));
  return {
    customers: Array.from({ length: customerCount }, (_, id) => ({
      ...{
        id,
        name: `${pick(names)} ${id}`,
        email: `customer${id}@shop.example`,
        home: address(),
        born: date(),
      },
      tags: tags.filter(() => random() < 0.4),
      addresses: { billing: address(), [pick(['work', 'holiday'])]: address() },
    })),
    orders: Array.from({ length: orders }, (_, index) => ({
      customer: upTo(customerCount),
      // No two orders share a key: their times differ.
      placed: new Date(Date.UTC(2026, 0, 1) + index * 61_007),
      ...{
        state: pick(['new', 'paid', 'sent', 'returned']),
        total: price(),
        level: pick(['gold', 'silver', 'none']),
      },
      lines: Array.from({ length: 1 + upTo(4) }, () => ({
        article: pick(articles),
        pieces: 1 + upTo(9),
        price: price(),
      })),
      note: Buffer.from(Array.from({ length: upTo(200) }, () => upTo(256))),
    })),
    pageViews: Array.from({ length: Math.max(1, Math.floor(orders / 20)) }, (_, index) => ({
      ...{
        page: `/articles/${index % 17}`,
        day: `2026-01-${two(1 + (Math.floor(index / 17) % 31))}`,
        views: 1 + upTo(1_000),
      },
    })),
  };
}

const names = ['Ada', 'Björn', 'Chiara', 'Dmitri', 'Élise', 'Fatma', 'Grace', '花子'];
const streets = ['Am Markt', 'Rue du Port', 'Main Street', 'Via Roma'];
const cities = ['Bern', 'Oslo', 'São Paulo', 'Kraków'];
const tags = ['early', 'loyal', 'press', 'wholesale'];
const articles = ['lamp', 'chair', 'desk', 'shelf', 'rug'];

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
