/** Certificates: the box's own authority, and the certificate by which it answers https. */
export { type CertificateParts, Certificates, type ServerTls } from './certificates.ts';
export { namesOfMachine } from './names.ts';
