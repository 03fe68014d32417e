/** One's own corner: looks of the screen, devices, other roles, sign-out. */
import { Menu, SegmentedControl, Stack, Switch, Text, UnstyledButton, Avatar } from '@mantine/core'
import { IconDeviceTablet, IconLayoutList, IconLogout, IconUserShield } from '@tabler/icons-react'
import { useDisplay } from '../display.tsx'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/words.ts'
import classes from './frame.module.css'

/** Last word of a Vietnamese name is the given name. */
const initials = (name: string): string => {
  const parts = name.trim().split(/\s+/)
  return ((parts[0]?.[0] ?? '') + (parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : '')).toUpperCase()
}

export function AccountMenu({
  name,
  role,
  others = [],
  onDevices,
  onSessions,
  onSignOut,
}: {
  readonly name: string
  readonly role?: string | undefined
  readonly others?: readonly { readonly label: string; readonly go: () => void }[]
  readonly onDevices?: () => void
  readonly onSessions?: () => void
  readonly onSignOut?: () => void
}) {
  const say = useWords(commonWords)
  return (
    <Menu width="20rem" closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={classes['account'] ?? ''} aria-label={`${say('account')}: ${name}`}>
          <Avatar size="2.5rem" radius="50%" color="white" variant="filled" aria-hidden>
            <span className={classes['initials']}>{initials(name)}</span>
          </Avatar>
          <span className={classes['accountName']} aria-hidden>
            {name}
            {role ? <small>{role}</small> : null}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown p="sm">
        <Text fw={600} px="sm">
          {name}
        </Text>
        {role ? (
          <Text size="sm" c="dimmed" px="sm">
            {role}
          </Text>
        ) : null}
        <Menu.Divider my="sm" />
        <DisplayChoices />
        <Menu.Divider my="sm" />
        {others.map((other) => (
          <Menu.Item
            key={other.label}
            leftSection={<IconUserShield size="1.4rem" aria-hidden />}
            onClick={other.go}
            closeMenuOnClick
          >
            {other.label}
          </Menu.Item>
        ))}
        {onSessions ? (
          <Menu.Item
            leftSection={<IconLayoutList size="1.4rem" aria-hidden />}
            onClick={onSessions}
            closeMenuOnClick
          >
            {say('sessions')}
          </Menu.Item>
        ) : null}
        {onDevices ? (
          <Menu.Item
            leftSection={<IconDeviceTablet size="1.4rem" aria-hidden />}
            onClick={onDevices}
            closeMenuOnClick
          >
            {say('devices')}
          </Menu.Item>
        ) : null}
        {onSignOut ? (
          <Menu.Item
            leftSection={<IconLogout size="1.4rem" aria-hidden />}
            onClick={onSignOut}
            closeMenuOnClick
          >
            {say('signOut')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}

export function DisplayChoices() {
  const say = useWords(commonWords)
  const { display, choose } = useDisplay()
  return (
    <Stack gap="sm" px="sm" py={4}>
      <SegmentedControl
        fullWidth
        aria-label={say('scheme')}
        value={display.scheme}
        onChange={(scheme) => choose({ scheme })}
        data={[
          { value: 'light', label: say('light') },
          { value: 'dark', label: say('dark') },
          { value: 'auto', label: say('auto') },
        ]}
      />
      <Switch
        size="md"
        label={say('largeType')}
        checked={display.type === 'large'}
        onChange={(event) => choose({ type: event.currentTarget.checked ? 'large' : 'normal' })}
      />
      <Switch
        size="md"
        label={say('contrast')}
        checked={display.contrast === 'high'}
        onChange={(event) => choose({ contrast: event.currentTarget.checked ? 'high' : 'normal' })}
      />
      <SegmentedControl
        fullWidth
        aria-label={say('language')}
        value={display.language}
        onChange={(language) => choose({ language })}
        data={[
          { value: 'vi', label: 'Tiếng Việt' },
          { value: 'en', label: 'English' },
        ]}
      />
    </Stack>
  )
}
