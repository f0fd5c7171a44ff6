import Admission

/// The words of a report in one language.
public struct ReportWords: Sendable {
    let code: String
    let title: String
    /// Of several stations together; how many they are follows.
    let titleOfSum: String
    let until: String
    let titles: [ReportTable.Name: String]
    /// Names of columns and rows; a name that is not here is shown as it is.
    let names: [String: String]
    /// What a reader must know of the numbers.
    let notes: [String]
    /// And of those of several stations together.
    let sumNote: String
    let smallNumbers: String

    func title(_ table: ReportTable.Name) -> String { titles[table] ?? table.rawValue }
    func name(_ name: String) -> String { names[name] ?? name }
    func heading(_ sheet: ReportSheet) -> String {
        if let stations = sheet[.stations] { return "\(titleOfSum) \(stations.rows.count)" }
        return title + (sheet.station.map { " \($0)" } ?? "")
    }
    func notes(_ sheet: ReportSheet) -> [String] { notes + (sheet[.stations] == nil ? [] : [sumNote]) }
}

extension ReportWords {
    public static let english = ReportWords(
        code: "en", title: "Report of station", titleOfSum: "Report of stations together:", until: "to",
        titles: [
            .summary: "In short", .classes: "By class of holder", .hours: "Decisions by hour",
            .entries: "Who came in, by hour and class", .days: "By day", .refusals: "Refusals by reason",
            .observed: "Let in only because the gate observed, by what their passes were",
            .referrals: "Referrals and their outcome", .coverage: "Vaccination coverage (cakupan)",
            .inside: "Most inside, by quarter of an hour", .reading: "Reading", .outages: "Out of service",
            .incidents: "Incidents", .stations: "By station", .stationRefusals: "Refusals by station",
            .stationCoverage: "Vaccination coverage by station",
            .stationReading: "Reading by station",
        ],
        names: [
            "count": "number", "admitted": "admitted", "observed": "of these only observed", "referred": "referred",
            "overridden": "let in by an officer", "refused": "refused", "exits": "left",
            "failed-locks": "lock did not move", "peak": "most inside", "member": "members", "visitor": "visitors",
            "unverified": "without a verified pass", "let-in": "let in", "not-let-in": "not let in",
            "green": "green", "yellow": "yellow", "red": "red", "black": "denylisted", "nothing": "showed none",
            "presentations": "codes that were read", "not-understood": "of these no whole pass",
            "people": "people with a verified pass, by day", "first-try": "of these in at the first presentation",
            "time-median-ms": "milliseconds to the decision, half of them within",
            "time-95-ms": "milliseconds to the decision, 95 of 100 within",
            "stops": "stopped", "power-cuts": "lost power (minutes at most)", "service-mode": "service mode",
            "unsure-rows": "rows of an unsure time", "minutes": "minutes",
        ].merging(Reason.allCases.map { ($0.rawValue, $0.words) }) { word, _ in word },
        notes: [
            "From the station's ledger, in its local time. A pass counts once a day in the coverage, by what it showed first.",
            "The ledger has no row for a code that could not be read. The time to a decision counts from the first picture that "
                + "showed the code, without the disk. Incidents that end have their minutes; one that goes on, until the last row.",
        ],
        sumNote:
            "Sums over the stations. Whoever came to two stations counts at both. The most inside and the times to a decision "
            + "are each station's own. A star stands for a number, or a sum with a part, that a station does not tell.",
        smallNumbers: "Numbers of people below this are not told:")

    public static let indonesian = ReportWords(
        code: "id", title: "Laporan stasiun", titleOfSum: "Laporan gabungan stasiun:", until: "sampai",
        titles: [
            .summary: "Ringkasan", .classes: "Menurut golongan pemegang", .hours: "Keputusan per jam",
            .entries: "Yang masuk, per jam dan golongan", .days: "Per hari", .refusals: "Penolakan menurut alasan",
            .observed: "Masuk hanya karena gerbang mengamati, menurut keadaan pas",
            .referrals: "Rujukan ke petugas dan hasilnya", .coverage: "Cakupan vaksinasi",
            .inside: "Terbanyak di dalam, per seperempat jam", .reading: "Pembacaan", .outages: "Di luar layanan",
            .incidents: "Gangguan", .stations: "Menurut stasiun",
            .stationRefusals: "Penolakan menurut stasiun",
            .stationCoverage: "Cakupan vaksinasi menurut stasiun", .stationReading: "Pembacaan menurut stasiun",
        ],
        names: [
            "count": "jumlah", "admitted": "diizinkan", "observed": "di antaranya hanya diamati", "referred": "dirujuk",
            "overridden": "diizinkan petugas", "refused": "ditolak", "exits": "keluar",
            "failed-locks": "kunci tidak bergerak", "peak": "terbanyak di dalam", "member": "anggota",
            "visitor": "pengunjung", "unverified": "tanpa pas yang terbukti", "let-in": "diizinkan",
            "not-let-in": "tidak diizinkan", "green": "hijau", "yellow": "kuning", "red": "merah",
            "black": "daftar tolak", "nothing": "tidak menunjukkan", "presentations": "kode yang terbaca",
            "not-understood": "di antaranya bukan pas utuh", "people": "orang dengan pas yang terbukti, per hari",
            "first-try": "di antaranya masuk pada kali pertama",
            "time-median-ms": "milidetik sampai keputusan, separuhnya dalam",
            "time-95-ms": "milidetik sampai keputusan, 95 dari 100 dalam", "stops": "dihentikan",
            "power-cuts": "listrik padam (menit, paling lama)", "service-mode": "mode perbaikan",
            "unsure-rows": "catatan dengan waktu tidak pasti", "minutes": "menit",
            "not-a-pass": "bukan pas masuk", "unknown-format": "jenis kode tidak dikenal",
            "malformed": "kode rusak", "too-long": "kode terlalu panjang", "unknown-key": "penerbit tidak dikenal",
            "bad-signature": "tanda tangan tidak cocok", "wrong-signer": "penerbit tidak berhak",
            "more-codes": "satu dari beberapa kode", "not-yet-valid": "belum berlaku",
            "expired": "habis masa berlaku", "revoked": "pas dicabut", "wrong-station": "untuk stasiun lain",
            "stale-code": "kode lama atau salinan",
            "outside-hours": "di luar jam buka", "already-used": "pas sekali pakai sudah dipakai",
            "holder-check": "petugas mencocokkan identitas", "clock-untrusted": "waktu stasiun tidak pasti",
            "health-yellow": "status kesehatan belum lengkap", "health-red": "status kesehatan tidak memenuhi syarat",
            "denylisted": "daftar tolak stasiun", "trust-stale": "daftar penerbit terlalu lama",
            "closed": "tutup untuk golongan ini", "passback": "pas ini sudah di dalam",
            "passback-check": "pas ini sudah di dalam: petugas memeriksa", "full": "di dalam penuh",
            "full-today": "kuota hari ini habis", "full-check": "di dalam penuh: petugas memutuskan",
        ],
        notes: [
            "Dari catatan stasiun, menurut waktu setempat. Satu pas dihitung sekali sehari dalam cakupan, menurut yang "
                + "ditunjukkan pertama.",
            "Catatan tidak memuat kode yang tidak terbaca. Waktu sampai keputusan dihitung dari gambar pertama yang memuat kode, "
                + "tanpa waktu cakram. Gangguan yang berakhir tercatat lamanya; yang masih berlangsung, sampai catatan terakhir.",
        ],
        sumNote:
            "Jumlah dari semua stasiun. Orang yang datang ke dua stasiun dihitung di keduanya. Terbanyak di dalam dan waktu "
            + "sampai keputusan hanya menurut stasiun. Bintang: angka itu, atau sebagian dari jumlah itu, tidak disebut stasiun.",
        smallNumbers: "Jumlah orang di bawah ini tidak disebut:")
}
