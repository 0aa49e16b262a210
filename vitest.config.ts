import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Worker threads crash the Temporal SDK's native bridge.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...['test/workflows/**', 'test/outside/**', 'test/system/**', 'test/full/**', 'node_modules/**'],
            // Of the lab only what is pure.
            ...['test/lab/!(simulation)/**', 'test/lab/simulation/*.test.ts'],
            'test/client/against-temporal.test.ts',
            'test/faults/faults.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'workflows',
          include: ['test/workflows/**/*.test.ts'],
          globalSetup: 'test/workflows/dev-server.ts',
          // Most of a test is waiting for a timer of its workflow.
          maxWorkers: 4,
        },
      },
      {
        extends: true,
        test: {
          name: 'outside',
          include: ['test/outside/**/*.test.ts', 'test/client/against-temporal.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/faults.test.ts'],
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'restarts',
          include: ['test/faults/faults.test.ts'],
          env: { RINGLIFT_FAULTS_RESTARTS: '1' },
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/lab/**/*.test.ts', 'test/system/**/*.test.ts'],
          exclude: ['test/lab/simulation/**', 'node_modules/**'],
          fileParallelism: false,
          testTimeout: 2_400_000,
          hookTimeout: 2_400_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'simulation',
          include: ['test/lab/simulation/*.test.ts'],
          // Each file has a Temporal server and machines of its own. Bound by the processor: more gain little.
          maxWorkers: 3,
          testTimeout: 2_400_000,
          hookTimeout: 2_400_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'full',
          include: ['test/full/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 5_400_000,
          hookTimeout: 5_400_000,
        },
      },
    ],
  },
});
