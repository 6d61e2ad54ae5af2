import type { EntityKind } from '../../domain/entity.ts';

/**
 * Types of Comprehend as kinds of ours. Left out are dates, ages and web addresses, which documents are searched by, and
 * what says nothing without a number beside it (expiry of a card, a bank's own code).
 *
 * Source: Comprehend developer guide, "PII universal entity types" and "Country-specific PII entity types".
 */
export const COMPREHEND_KINDS: Readonly<Partial<Record<string, EntityKind>>> = {
  NAME: 'PERSON',
  ADDRESS: 'ADDRESS',
  EMAIL: 'EMAIL',
  PHONE: 'PHONE',
  CREDIT_DEBIT_NUMBER: 'CARD',
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: 'IBAN',
  SSN: 'SSN',
  IP_ADDRESS: 'IP',
  AWS_ACCESS_KEY: 'ID',
  AWS_SECRET_KEY: 'ID',
  BANK_ACCOUNT_NUMBER: 'ID',
  BANK_ROUTING: 'ID',
  CA_HEALTH_NUMBER: 'ID',
  CA_SOCIAL_INSURANCE_NUMBER: 'ID',
  CREDIT_DEBIT_CVV: 'ID',
  DRIVER_ID: 'ID',
  IN_AADHAAR: 'ID',
  IN_NREGA: 'ID',
  IN_PERMANENT_ACCOUNT_NUMBER: 'ID',
  IN_VOTER_NUMBER: 'ID',
  LICENSE_PLATE: 'ID',
  MAC_ADDRESS: 'ID',
  PASSPORT_NUMBER: 'ID',
  PASSWORD: 'ID',
  PIN: 'ID',
  UK_NATIONAL_HEALTH_SERVICE_NUMBER: 'ID',
  UK_NATIONAL_INSURANCE_NUMBER: 'ID',
  UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER: 'ID',
  USERNAME: 'ID',
  US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER: 'ID',
  VEHICLE_IDENTIFICATION_NUMBER: 'ID',
};
