extension PosterText {
    static let indonesian = PosterText(
        title: "Tunjukkan kode Anda di sini",
        steps: [
            "Perbesar kode dan terangkan layar.", "Hadapkan lurus ke kamera, jarak sejengkal.",
            "Tahan diam sampai lampu menyala.",
        ],
        lampsTitle: "Arti lampu",
        green: "Hijau tetap: silakan masuk sekarang.",
        amber: "Kuning, panjang lalu pendek: mohon tunggu petugas.",
        red: "Merah cepat, dua bunyi: belum dapat masuk. Ke meja petugas.",
        service: "Merah dan kuning bergantian: sedang diperbaiki. Pakai pintu lain.",
        whoTitle: "Siapa yang boleh masuk",
        holders: [
            .member: "Anggota dengan pas masuk yang berlaku", .visitor: "Pengunjung dengan pas masuk yang berlaku",
        ],
        always: "setiap saat", since: "Berlaku sejak", askTitle: "Perlu bantuan?",
        ask: "Silakan ke meja petugas.",
        privacy: "Gerbang tidak menyimpan nama atau gambar. Siapa pun boleh keluar setiap saat, tanpa kode.",
        days: ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"], clockSeparator: ".")
}
