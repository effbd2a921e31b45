"""What the browser says that checks a dossier, a proof or a checkpoint by itself (static/js/verify.js)."""

from django.utils.translation import gettext as _


def words():
    return (
        _while_it_works()
        | _verdicts()
        | _of_files()
        | _of_the_stream()
        | _of_its_end()
        | _of_the_log()
        | _of_witnesses()
    )


def _while_it_works():
    return {
        "stream": _("Tentang"),
        "digest": _("Sidik berkas"),
        "reading": _("Membaca berkas di perangkat Anda…"),
        "hashing": _("Menghitung sidik…"),
        "checking": _("Menguji bukti satu per satu…"),
        "failed": _("Pemeriksaan terhenti. Muat ulang halaman, lalu coba lagi; bila tetap gagal, pakai verify.py."),
        "too_large": _(
            "Berkas lebih dari 512 MB tidak dihitung di peramban. Hitung sidiknya dengan perintah di bawah, lalu tempel hasilnya."
        ),
    }


def _verdicts():
    """A verdict's title and text: of a dossier, of a proof, of a checkpoint, or of any of them."""
    return {
        "dossier_ok": _("Cocok. Berkas pemeriksaan ini utuh dan tidak berubah."),
        "dossier_ok_text": _(
            "berisi {count} catatan sampai {last}. Apakah ada catatan sesudahnya, berkas ini sendiri tidak dapat menunjukkannya: bandingkan dengan tanda terima terakhir."
        ),
        "proof_ok": _("Cocok. Catatan ini ada dan tidak berubah."),
        "proof_ok_text": _("membuktikan satu catatan di antara {size} catatan yang disegel."),
        "checkpoint_ok": _("Cocok. Catatan yang terbit meneruskan pos pemeriksaan ini."),
        "checkpoint_ok_text": _("menyatakan {size} catatan. Tidak satu pun darinya berubah sejak itu."),
        "any_partly": _("Cocok, sejauh dapat diuji di sini."),
        "any_partly_text": _("lulus setiap langkah yang dapat diuji. Yang belum diuji disebutkan di bawah ini."),
        "any_bad": _("Tidak cocok. Berkas ini bukan yang diterbitkan."),
        "any_bad_text": _("putus pada: {broken}. Jangan dipakai sebagai dasar keputusan."),
        "any_none": _("Tidak ditemukan. Berkas ini dari catatan lain."),
        "any_none_text": _(
            "berasal dari catatan {origin}, yang tidak diterbitkan di sini. Periksa di situs penerbitnya."
        ),
    }


def _of_files():
    return {
        "files": _("Berkas: isi ZIP"),
        "files_same": _("{n} berkas di dalamnya sama dengan daftarnya, huruf demi huruf."),
        "files_changed": _("Berubah setelah daftarnya ditulis: {names}."),
        "files_added": _("Ada di dalam, tetapi tidak ada di daftar: {names}."),
        "files_missing": _("Ada di daftar, tetapi tidak ada di dalam: {names}."),
        "files_listless": _("Daftar isinya, manifest.json, tidak ada atau tidak terbaca."),
    }


def _of_the_stream():
    """`{n}` is the number of an event, counted from 0 as in the dossier."""
    return {
        "events": _("Rantai: urutan catatan"),
        "events_chained": _("{n} catatan berurutan; masing-masing menyebut sidik yang sebelumnya."),
        "events_unread": _("Daftar catatan, events.jsonl, tidak ada atau tidak terbaca."),
        "events_counted": _("Ada {n} catatan, padahal daftar isi menyebut {m}."),
        "event_formless": _("Catatan {n} tidak berbentuk seperti catatan."),
        "event_displaced": _(
            "Catatan {n} bukan nomor berikutnya dari berkas ini: ada yang hilang atau bertukar tempat."
        ),
        "event_unchained": _("Catatan {n} tidak menyebut sidik catatan sebelumnya: salah satunya diganti."),
        "payload": _("Isi: alasan dan keterangan"),
        "payload_same": _("Isi setiap catatan sama dengan yang dinyatakan ketika dicatat."),
        "payload_erased": _(
            "Isi yang ada sama dengan yang dinyatakan ketika dicatat; {n} dihapus atas perintah yang tercatat."
        ),
        "payload_unread": _("Daftar isi catatan, payload.jsonl, tidak ada atau tidak terbaca."),
        "payload_of_none": _("Ada isi bernomor {n} yang bukan milik catatan mana pun, atau ada dua kali."),
        "payload_changed": _("Isi catatan {n} bukan yang dinyatakan ketika dicatat."),
        "payload_missing": _("Isi catatan {n} tidak ada."),
        "payload_unordered": _("Isi catatan {n} dihapus tanpa perintah yang tercatat."),
        "attachment_unnamed": _("Tidak ada catatan yang menyebut lampiran {name}."),
        "attachment_missing": _("Catatan {n} menyebut {name}, tetapi berkas itu tidak ada."),
        "attachments": _("Lampiran yang tidak disertakan"),
        "attachments_closed": _(
            "Disebut tertutup bagi orang yang menerima berkas ini: {names}. Tanyakan sebabnya kepada yang memberikannya."
        ),
    }


def _of_its_end():
    """`{at}` and `{closed}` are moments as the reader's browser writes them."""
    return {
        "end": _("Ujung: apakah ada yang terpotong"),
        "end_complete": _(
            "Sampai {at} tidak ada yang terpotong: saat itu ujung semua rangkaian dicatat, di sini {n} catatan."
        ),
        "end_complete_closed": _(
            "Rangkaian ini ditutup {closed}. Sampai {at}, ketika ujung semua rangkaian dicatat, seluruh {n} catatan ada."
        ),
        "end_closed": _("Rangkaian ini ditutup {at}; sesudahnya hanya cetakan, pembacaan, dan perintah hapus."),
        "end_unstated": _("Ujung rangkaian ini belum pernah dicatat. Bandingkan dengan tanda terima terakhir Anda."),
        "end_cut": _("Ketika ujungnya dicatat ada {n} catatan, di sini hanya {m}: bagian akhirnya terpotong."),
        "end_other": _("Catatan {n} bukan yang tercatat sebagai ujung rangkaian ini."),
        "end_false": _("Ujung rangkaian yang disebut berkas ini tidak terbukti ada di catatan."),
        "end_behind_closing": _("Catatan {n} berdiri di belakang penutup rangkaian, padahal tidak boleh."),
    }


def _of_witnesses():
    return {
        "witness": _("Saksi: {name}"),
        "witnesses": _("Saksi"),
        "witness_signed": _("Menandatangani pos pemeriksaan ini {at}; tanda tangannya benar."),
        "witness_unchecked": _(
            "Namanya ada di bawah pos pemeriksaan ini, tetapi belum diuji: tempel kunci saksi ini di atas."
        ),
        "witness_none": _("Belum ada saksi yang menandatangani pos pemeriksaan di berkas ini."),
        "witness_absent": _("Belum menandatangani pos pemeriksaan di berkas ini. Mintalah berkas yang lebih baru."),
        "witness_false": _("Tanda tangan atas nama saksi ini palsu."),
        "witness_stranger": _("Tanda tangan atas nama saksi ini dibuat dengan kunci lain dari yang Anda tempel."),
        "witness_unable": _("Peramban ini belum dapat menguji tanda tangan Ed25519. Pakai verify.py dengan --witness."),
        "witness_key_unread": _("Kunci saksi ditulis nama+id+kunci, satu baris satu saksi. Salin seluruh barisnya."),
        "witness_key_of_log": _(
            "Itu kunci catatan, bukan kunci saksi. Mintalah kunci kepada lembaga yang menjadi saksi."
        ),
    }


def _of_the_log():
    return {
        "proofs": _("Pohon: bukti setiap catatan"),
        "proofs_lead": _("{n} bukti menuju satu akar, akar dari {size} catatan."),
        "proof_astray": _("Bukti catatan {n} tidak menuju akar pos pemeriksaan."),
        "leaf": _("Pohon: letaknya dalam seluruh catatan"),
        "leaf_leads": _("Catatan ke-{n} yang diterbitkan menuju akar dari {size} catatan di bukti ini."),
        "leaf_astray": _("Catatan ke-{n} yang diterbitkan tidak menuju akar di bukti ini."),
        "signature": _("Pos pemeriksaan: tanda tangan"),
        "signature_signed": _("Ditandatangani kunci catatan {name}."),
        "signature_false": _("Tanda tangan atas nama {name} palsu."),
        "signature_stranger": _("Tidak ditandatangani kunci catatan ini."),
        "signature_unable": _(
            "Peramban ini belum dapat menguji tanda tangan Ed25519. Pakai peramban yang lebih baru, atau verify.py."
        ),
        "signature_keyless": _(
            "Kunci catatan tidak terpasang di halaman ini. Ujilah dengan verify.py dan kunci dari Inspektorat."
        ),
        "checkpoint_unread": _("Pos pemeriksaan di dalamnya tidak ada atau tidak terbaca."),
        "newest": _("Catatan yang terbit sekarang"),
        "newest_same": _("Pos pemeriksaan di berkas ini yang terbaru: {size} catatan, akar yang sama."),
        "newest_continues": _(
            "{size} catatan yang terbit sekarang meneruskan {old} catatan di berkas ini tanpa mengubahnya."
        ),
        "newest_shorter": _("Berkas ini menyebut {old} catatan, padahal yang terbit sekarang hanya {size}."),
        "newest_forked": _(
            "Catatan yang terbit sekarang tidak meneruskan yang ada di berkas ini: salah satunya ditulis ulang."
        ),
        "newest_stranger": _("Catatan yang terbit sekarang tidak bernama sama atau tidak ditandatangani kunci ini."),
        "newest_unread": _("Catatan yang diterbitkan tidak terbaca dari sini. Langkah ini perlu sambungan internet."),
        "not_checked": _("Tidak diperiksa, karena pos pemeriksaannya tidak terbaca."),
    }
