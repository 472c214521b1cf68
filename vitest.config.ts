import { defineConfig } from 'vitest/config';

const shared = {
  environment: 'node' as const,
  setupFiles: ['./scripts/vitest-setup.ts'],
  exclude: ['node_modules/**', '.next/**', '.node/**', 'data/**', 'e2e/**'],
  pool: 'forks' as const,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{app,bench,components,lib,scripts,seeded-faults,torture,workers}/**/*.test.{ts,tsx}'],
          exclude: [...shared.exclude, '**/*.int.test.*'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'int',
          include: ['{app,bench,components,lib,scripts,seeded-faults,torture,workers}/**/*.int.test.{ts,tsx}'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
