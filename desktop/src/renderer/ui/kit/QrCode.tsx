/**
 * A text as a QR code. What must stay true: dark on white in every theme, with its quiet zone of four modules
 * (ISO/IEC 18004), and drawn as an image, so that nothing stands inline against the page's policy.
 */
import { toString as qrToString } from 'qrcode'
import { useEffect, useState } from 'react'
import classes from './kit.module.css'

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    let url: string | null = null
    let wanted = true
    void qrToString(text, { type: 'svg', margin: 4, errorCorrectionLevel: 'L' }).then((svg) => {
      if (!wanted) return
      url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
      setAddress(url)
    })
    return () => {
      wanted = false
      if (url) URL.revokeObjectURL(url)
    }
  }, [text])
  return address ? <img className={classes['qr']} src={address} alt={label} /> : null
}
