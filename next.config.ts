import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // Native code and packages that look for their own files at run time stay outside the bundle.
  serverExternalPackages: ['@node-rs/argon2', 'pino', 'imapflow', 'nodemailer', 'proper-lockfile', 'libphonenumber-js'],
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
};

export default config;
