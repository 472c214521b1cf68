import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // Native code and packages that look for their own files at run time stay outside the bundle.
  serverExternalPackages: ['@node-rs/argon2', 'pino', 'imapflow', 'nodemailer', 'proper-lockfile', 'libphonenumber-js', 'prom-client'],
  // `npm test` runs the compiler over everything; a build does not do it again.
  typescript: { ignoreBuildErrors: true },
  headers: () =>
    Promise.resolve([
      {
        source: '/:path*',
        headers: [
          { key: 'x-content-type-options', value: 'nosniff' },
          { key: 'referrer-policy', value: 'same-origin' },
          { key: 'x-frame-options', value: 'SAMEORIGIN' },
          { key: 'permissions-policy', value: 'camera=(), microphone=(), geolocation=()' },
        ],
      },
    ]),
  turbopack: { root: import.meta.dirname },
};

export default config;
