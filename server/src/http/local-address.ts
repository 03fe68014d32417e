/**
 * Whether a caller stands on a local network: loopback, private (RFC 1918), link-local (RFC 3927, RFC 4291) or unique
 * local (RFC 4193) addresses.
 * What must stay true: behind a proxy on the same machine every caller looks local; docs/threat-model.md says so.
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net'

const local = new BlockList()
local.addSubnet('127.0.0.0', 8, 'ipv4')
local.addSubnet('10.0.0.0', 8, 'ipv4')
local.addSubnet('172.16.0.0', 12, 'ipv4')
local.addSubnet('192.168.0.0', 16, 'ipv4')
local.addSubnet('169.254.0.0', 16, 'ipv4')
local.addAddress('::1', 'ipv6')
local.addSubnet('fe80::', 10, 'ipv6')
local.addSubnet('fc00::', 7, 'ipv6')

export function isLocalAddress(address: string): boolean {
  const bare = address.replace(/^::ffff:/i, '').replace(/%.*$/, '')
  return isIPv4(bare) ? local.check(bare, 'ipv4') : isIPv6(bare) && local.check(bare, 'ipv6')
}
