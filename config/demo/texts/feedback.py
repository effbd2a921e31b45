"""What a supervisor writes: feedback, the reason for two ratings, and why an assessment goes back."""

from decimal import Decimal
from random import Random

from config.demo.plans import PlannedIndicator, achievement

_RESULTS = {
    "above": (
        "Sebagian besar target terlampaui dan buktinya lengkap, termasuk pada bulan dengan beban tertinggi.",
        "Hasil kerja melampaui yang disepakati; dua indikator bahkan tercapai sebelum pertengahan periode.",
        "Capaian konsisten di atas target setiap bulan, dan hasilnya dipakai unit lain.",
        "Selain target tercapai, yang bersangkutan menyelesaikan tugas rekan yang cuti tanpa penurunan mutu.",
        "Angka realisasi saya uji petik dan cocok; kelebihan capaian bukan karena target yang ringan.",
        "Waktu layanan turun nyata dan jumlah perbaikan dokumen berkurang.",
    ),
    "meets": (
        "Target yang disepakati pada umumnya tercapai; kekurangan kecil dapat dijelaskan.",
        "Hasil kerja sesuai rencana aksi. Satu indikator sedikit di bawah target karena sebab di luar kendali.",
        "Pekerjaan rutin selesai tepat waktu dengan mutu yang dapat diandalkan.",
        "Realisasi sesuai bukti dukung. Belum terlihat capaian yang secara nyata melampaui ekspektasi.",
        "Indikator utama tercapai, sedangkan ketepatan waktu laporan masih perlu diperhatikan.",
        "Secara keseluruhan tugas terlaksana sebagaimana disepakati dalam dialog kinerja.",
    ),
    "below": (
        "Dua indikator utama tidak tercapai, dan langkah perbaikan yang disepakati belum dijalankan.",
        "Sebagian besar realisasi di bawah target tanpa penjelasan yang didukung bukti.",
        "Laporan sering terlambat dan beberapa kali harus diperbaiki oleh rekan lain.",
        "Capaian jauh dari target walaupun sudah dua kali dilakukan dialog kinerja.",
        "Bukti dukung tidak cukup untuk angka yang dilaporkan; setelah diuji petik, realisasinya lebih rendah.",
        "Pekerjaan pokok tertunda, padahal beban dan sarananya sama dengan rekan yang lain.",
    ),
}
_BEHAVIOUR = {
    "above": (
        "Perilakunya menjadi teladan: rekan sering meminta bantuan dan selalu dilayani.",
        "Inisiatif melayani datang dari dirinya sendiri dan ditiru rekan satu unit.",
        "Warga menyampaikan pujian tertulis, dan tidak ada satu pun keluhan.",
        "Terbuka mengakui kesalahan, cepat memperbaiki, dan membantu rekan belajar.",
        "Ia menengahi perbedaan pendapat di unit dengan tenang dan adil.",
        "Disiplin tanpa perlu diingatkan, dan menjaga kerahasiaan data warga.",
    ),
    "meets": (
        "Perilaku sehari-hari selaras dengan nilai BerAKHLAK.",
        "Disiplin, sopan, dan dapat bekerja sama dengan baik.",
        "Kehadiran baik dan arahan dijalankan sesuai kesepakatan.",
        "Melayani dengan ramah; tidak ada keluhan yang terbukti.",
        "Bersedia membantu rekan bila diminta dan menjaga nama baik unit.",
        "Cukup cepat menyesuaikan diri dengan aplikasi yang baru.",
    ),
    "below": (
        "Beberapa kali tidak hadir tanpa pemberitahuan, dan teguran lisan belum diindahkan.",
        "Ada tiga keluhan warga tentang cara melayani yang setelah diperiksa ternyata benar.",
        "Arahan sering ditunda dan kerja sama dengan rekan perlu dibina.",
        "Masukan ditanggapi dengan menyalahkan pihak lain; perlu konseling kinerja.",
        "Barang milik daerah dipakai tanpa izin pada dua kesempatan; sudah dibuatkan catatan pembinaan.",
        "Data warga dibagikan di grup percakapan walaupun sudah diingatkan.",
    ),
}
_INDICATOR = {
    "achieved": (
        "Sudah saya periksa dan sesuai. Pertahankan.",
        "Capaian baik. Tuliskan caranya agar dapat dipakai rekan lain.",
        "Rekapnya jelas dan mudah ditelusuri.",
        "Buktinya lengkap. Target periode berikut dapat kita tinjau bersama.",
        "Terima kasih, hasil ini membantu capaian unit.",
        "Angka cocok dengan data dari {source}.",
        "Kerja yang rapi, terutama pada pekan-pekan terakhir.",
    ),
    "partly": (
        "Hampir tercapai. Mulailah dari pekan pertama agar tidak menumpuk di akhir.",
        "Penyebabnya saya pahami. Sampaikan lebih awal bila terulang.",
        "Selisihnya kecil. Lengkapi penjelasannya dengan data dari {source}.",
        "Mohon susun langkah susulan dan sampaikan pekan depan.",
        "Sebagian di luar kendali, sebagian dapat diatur dengan pembagian tugas.",
        "Mari kita bahas target ini dalam dialog kinerja berikutnya.",
    ),
    "missed": (
        "Belum tercapai. Kita buat rencana perbaikan dengan tenggat setiap pekan.",
        "Selisihnya besar dan baru saya ketahui sekarang. Laporkan kemajuan setiap Jumat.",
        "Penjelasannya belum didukung bukti. Lengkapi dengan data dari {source}.",
        "Saya akan mendampingi langsung selama satu bulan, mulai pekan depan.",
        "Ini perlu menjadi prioritas pertama pada periode berikutnya.",
        "Sarananya sudah tersedia; manfaatkan jadwal yang sudah kita sepakati.",
    ),
}
_GENERAL = (
    "Terima kasih atas kerja Saudara selama periode ini. Mari lanjutkan dialog kinerja setiap bulan.",
    "Saya menghargai catatan yang jujur, termasuk pada indikator yang belum tercapai.",
    "Perhatikan ketepatan waktu laporan; mutu isinya sudah baik.",
    "Saya mengusulkan Saudara mengikuti pelatihan yang sesuai pada semester depan.",
    "Bagikan cara kerja Saudara kepada rekan yang baru bergabung.",
    "Sampaikan hambatan lebih awal, supaya dapat saya bantu sebelum tenggat.",
    "Jaga keseimbangan antara tugas tambahan dan tugas pokok.",
)
_RETURNS = (
    "Cara menghitung realisasi indikator pertama belum dijelaskan. Mohon lampirkan rekap per bulan.",
    "Realisasi ditulis sama persis dengan target. Mohon isi angka sebenarnya menurut sumber datanya.",
    "Catatan dua indikator masih kosong. Tuliskan singkat apa yang dikerjakan dan buktinya.",
    "Satuan realisasi tidak sesuai dengan SKP: targetnya persen, yang ditulis jumlah dokumen.",
    "Bukti yang disebut berasal dari periode sebelumnya. Mohon ganti dengan data periode ini.",
    "Penjelasan atas target yang tidak tercapai terlalu umum. Sebutkan penyebab dan langkah perbaikannya.",
    "Angka pada catatan berbeda dari angka realisasi. Mohon disamakan.",
)


def rating_reason(rng: Random, results: str, behaviour: str) -> str:
    """The written reason for both ratings: above, meets or below."""
    return f"{rng.choice(_RESULTS[results])} {rng.choice(_BEHAVIOUR[behaviour])}"


def behaviour_feedback(rng: Random, rating: str) -> str:
    return rng.choice(_BEHAVIOUR[rating])


def indicator_feedback(rng: Random, indicator: PlannedIndicator, actual: Decimal) -> str:
    text = rng.choice(_INDICATOR[achievement(indicator, actual)])
    return text.format(source=indicator.source)


def general_feedback(rng: Random) -> str:
    return rng.choice(_GENERAL)


def return_reason(rng: Random) -> str:
    return rng.choice(_RETURNS)
