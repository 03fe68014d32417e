/**
 * The journeys: several real browsers against one real server, each journey in a hall of its own.
 * What must stay true: one worker per core at most; no video (its encoder cannot be had everywhere); a failed journey
 * leaves its trace.
 */
import { defineConfig } from '@playwright/test'
import { chromiumPath } from './fixtures/chromium.ts'

export default defineConfig({
  testDir: 'journeys',
  outputDir: '.results',
  globalSetup: './fixtures/template.ts',
  timeout: 240_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: Number(process.env['E2E_WORKERS'] ?? 2),
  retries: process.env['CI'] ? 1 : 0,
  reporter: [['list']],
  use: {
    actionTimeout: 15_000,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1180, height: 820 },
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    video: 'off',
    launchOptions: {
      executablePath: chromiumPath(),
      chromiumSandbox: process.getuid?.() !== 0,
      args: ['--disable-gpu'],
    },
  },
})
