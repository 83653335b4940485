/** The authorities a connection trusts. */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { describe, expect, it } from "vitest";
import { certificateFile, tlsOptions } from "../../lib/postgres/tls.ts";

const HOST = "orders.abc.eu-central-1.rds.amazonaws.com";

const subjects = (region?: string): string[] => {
  const options = tlsOptions("verify-full", HOST, { region });
  return options ? options.ca.map((pem) => new X509Certificate(pem).subject) : [];
};

describe("tlsOptions", () => {
  it("verifies chain and name, from TLS 1.2 on", () => {
    expect(tlsOptions("verify-full", HOST)).toMatchObject({
      servername: HOST,
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
    });
    expect(tlsOptions("disable", HOST)).toBe(false);
  });

  it("names no server when the host is an address", () => {
    expect(tlsOptions("verify-full", "10.0.0.1")).not.toHaveProperty("servername");
    expect(tlsOptions("verify-full", "::1")).not.toHaveProperty("servername");
  });

  it("trusts the region's RDS authorities and Amazon's, and no others", () => {
    const trusted = subjects("us-east-1");
    expect(trusted.filter((it) => it.includes("CN=Amazon RDS us-east-1 Root CA"))).toHaveLength(3);
    expect(trusted.filter((it) => it.includes("CN=Amazon Root CA"))).toHaveLength(4);
    expect(trusted.some((it) => it.includes("Starfield Services Root"))).toBe(true);
    expect(trusted.every((it) => /us-east-1 Root CA|Amazon Root CA|Starfield/.test(it))).toBe(true);
  });

  it.each([undefined, "us-gov-west-1", "cn-north-1"])(
    "in region %s trusts all of RDS and all of Node's roots",
    (region) => {
      expect(subjects(region)).toHaveLength(108 + rootCertificates.length);
    },
  );

  it("trusts only the CA it is given", () => {
    const [first = "", second = ""] = rootCertificates;
    expect(tlsOptions("verify-full", HOST, { ca: `${first}\n${second}\n`, region: "us-east-1" })).toMatchObject({
      ca: [first.trim(), second.trim()],
    });
    expect(() => tlsOptions("verify-full", HOST, { ca: "no certificate" })).toThrow(/holds no certificate/);
  });
});

describe("the RDS bundle", () => {
  it("holds three certificates for each region, none of them expired", () => {
    const bundle = readFileSync(certificateFile(), "utf8");
    const certificates = bundle.split(/(?=-----BEGIN)/).map((pem) => new X509Certificate(pem));
    const perRegion = new Map<string, number>();
    for (const { subject, validTo } of certificates) {
      expect(new Date(validTo).getTime(), subject).toBeGreaterThan(Date.now());
      const region = /CN=Amazon RDS (?:Beta |Preview )?([a-z0-9-]+) Root CA/.exec(subject)?.[1] ?? "none";
      perRegion.set(region, (perRegion.get(region) ?? 0) + 1);
    }
    expect(certificates).toHaveLength(108);
    expect(perRegion.size).toBe(34);
    expect([...perRegion.values()].every((count) => count % 3 === 0)).toBe(true);
  });
});
