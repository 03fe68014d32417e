/**
 * Every sentence a person reads, in two languages, kept by part.
 * What must stay true: both languages have exactly the same keys (the compiler says so); Vietnamese is the default; no
 * sentence uses a developer's word. `{{name}}` is filled in.
 */
import { createInstance, type i18n } from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from '@nghi-truong/shared/domain/refusal'

export interface Words<K extends string> {
  readonly part: string
  readonly vi: Readonly<Record<K, string>>
  readonly en: Readonly<Record<K, string>>
}

export const words = <const V extends Readonly<Record<string, string>>>(
  part: string,
  vi: V,
  en: { readonly [K in keyof V]: string },
): Words<keyof V & string> => ({ part, vi, en })

export type Say<K extends string> = (key: K, fill?: Readonly<Record<string, string | number>>) => string

export async function startWords(language: Language): Promise<i18n> {
  const instance = createInstance()
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'vi',
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    keySeparator: false,
  })
  return instance
}

/** The sentences of one part, in the chosen language. */
export function useWords<K extends string>(of: Words<K>): Say<K> {
  const { i18n: instance } = useTranslation()
  for (const language of ['vi', 'en'] as const)
    if (!instance.hasResourceBundle(language, of.part))
      instance.addResourceBundle(language, of.part, of[language])
  const { language } = instance
  return useCallback(
    (key, fill) => {
      // The library's own key types are for one global table; ours are checked by `Words` instead.
      const translate = instance.t as unknown as (key: string, options: object) => string
      return translate(key, { ...fill, ns: of.part, lng: language })
    },
    [instance, of.part, language],
  )
}

export function useLanguage(): Language {
  const { i18n: instance } = useTranslation()
  return instance.language === 'en' ? 'en' : 'vi'
}

export function useSetLanguage(): (language: Language) => void {
  const { i18n: instance } = useTranslation()
  return useCallback((language) => void instance.changeLanguage(language), [instance])
}
