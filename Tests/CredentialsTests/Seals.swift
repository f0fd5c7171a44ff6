/// Made by `Tests/make-seals` with openssl.
enum Seals {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBdzCCAR6gAwIBAgIUGFl9WGbitEH388GMt3ux5BRfBxswCgYIKoZIzj0EAwIw
        GjELMAkGA1UEBhMCVVQxCzAJBgNVBAMMAmNhMB4XDTI2MTEyNDIyMTUyOFoXDTM2
        MTEyMTIyMTUyOFowGjELMAkGA1UEBhMCVVQxCzAJBgNVBAMMAmNhMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEUSXQwpvVgmGhTMwpOkGboEAZQRffvDnI+l/ORecV
        lgQC8Yiivxd+lOx+riBPXv4c5hw8vQIlIlpSF2y0AT4P86NCMEAwDwYDVR0TAQH/
        BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYDVR0OBBYEFFkOZlVjNU2UWMZK/bLA
        7veQfoMGMAoGCCqGSM49BAMCA0cAMEQCIFTPO+cYcHEOAMKcUmp8QZfOl9tbH+OQ
        2N7NRXnhfunsAiBjsDzWxk67PiITgnRgsfw74pIT6BEITs4fUUI8vVS0CQ==
        -----END CERTIFICATE-----
        """
    static let vaccination = #"""
        {"data":{"hdr":{"is":"UTO","t":"icao.vacc","v":1},"msg":{"uvci":"U32870","pid":{"n":"Smith Bill","do\#
        b":"1990-01-02","sex":"M","i":"A1234567Z"},"ve":[{"des":"XM68M6","nam":"Comirnaty","dis":"RA01.0","v\#
        d":[{"dvc":"2021-03-03","seq":1,"ctr":"UTO","adm":"RIVM","lot":"VC35679"},{"dvc":"2021-03-24","seq":\#
        2,"ctr":"UTO","adm":"RIVM","lot":"VC87540"}]}]}},"sig":{"alg":"ES256","cer":"MIIBozCCAUigAwIBAgIUOM4\#
        JKH-O5pMMAb8zuzdiWc45jBIwCgYIKoZIzj0EAwIwGjELMAkGA1UEBhMCVVQxCzAJBgNVBAMMAmNhMB4XDTI2MTEyNDIyMTUyOVo\#
        XDTM2MTEyMTIyMTUyOVowHTELMAkGA1UEBhMCVVQxDjAMBgNVBAMMBXNlYWxzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8Ed\#
        iqiJRrhaPCl6RTw3FH6Rp7c41AJewQzg9bhCt9FUaHk1ch_8FPTNHmOe9rd-V0_3zE03fNCxY4PCTbiMp-qNpMGcwDgYDVR0PAQH\#
        _BAQDAgeAMB8GA1UdIwQYMBaAFFkOZlVjNU2UWMZK_bLA7veQfoMGMBUGA1UdJQEB_wQLMAkGB2eBCAEBDgIwHQYDVR0OBBYEFOm\#
        gofAUv3E7hIB2bmE-WNsMaF5zMAoGCCqGSM49BAMCA0kAMEYCIQDHiK-lep9s5H5WT1Ibdjc03jRHhWNcL38Q-zQc9I2VgwIhAJ1\#
        tDdiR-TnvuFbTK9gkRfYbQnVIgu744zTgG4_ba4dd","sigvl":"5tjybnMPotIA2DxwaMU4Dil77nCmPIt-a8mJv4t-j8QiF-dW\#
        wRBcPIMUUlkkZ9Dif-Sgkc0r1-y8GxfkVj49YQ"}}
        """#
    static let test = #"""
        {"data":{"hdr":{"is":"UTO","t":"icao.test","v":1},"msg":{"utci":"U01932","pid":{"n":"Cook Gerald","d\#
        ob":"1990-01-29","dt":"P","dn":"E1234567P"},"sp":{"spn":"General Hospital","ctr":"UTO","cd":{"p":"+0\#
        0068765432","e":"g@u.to","a":"12 Utopia Street"}},"dat":{"sc":"2020-12-12T12:00:00+08:00","ri":"2020\#
        -12-12T14:00:00+08:00"},"tr":{"tc":"molecular(PCR)","r":"negative","m":"nasopharyngeal"}}},"sig":{"a\#
        lg":"ES384","cer":"MIIBwzCCAWigAwIBAgIUOM4JKH-O5pMMAb8zuzdiWc45jBMwCgYIKoZIzj0EAwIwGjELMAkGA1UEBhMCV\#
        VQxCzAJBgNVBAMMAmNhMB4XDTI2MTEyNDIyMTUyOVoXDTM2MTEyMTIyMTUyOVowIDELMAkGA1UEBhMCVVQxETAPBgNVBAMMCHNlY\#
        WxzMzg0MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEoY7YT8OBvvAV-0VziGfqqX64xeR5EGbihEgxf-Sr0uJ_0-G7kytVGdQjvfCCx\#
        h3BYrfMIhl-m0CHqrjJ8XJDdt19kfBPHTUrUEtIpLmGpSK5YMQ-Zd4Hj_cIqcVMyJqGo2kwZzAOBgNVHQ8BAf8EBAMCB4AwHwYDV\#
        R0jBBgwFoAUWQ5mVWM1TZRYxkr9ssDu95B-gwYwFQYDVR0lAQH_BAswCQYHZ4EIAQEOAjAdBgNVHQ4EFgQUfdRWX4qvacAopRHFX\#
        2Qr71bGOk4wCgYIKoZIzj0EAwIDSQAwRgIhAIq2qIZyuKKQrxl5376g4CaEtTA59JAFsgYBMRG4DwDWAiEA_kQcaLTdP6T6xU2O9\#
        pxWcgSUJoTTMAdHHCtqBndUO-s","sigvl":"nCuPMoplrozNVXKTUkFBtBq0CYmHBLsUfcMUD0-Kyqn7tGp4zN6vim97-BygmzZ\#
        iM0WCWcJTp9HRoj10FJs-4REM62OxL-MmazFiR4XY7pPO8QP30CQyjnLhUvJxZz5O"}}
        """#
    static let visa = #"""
        {"data":{"hdr":{"is":"UTO","t":"icao.visa","v":1},"msg":{"id":"V1"}},"sig":{"alg":"ES256","cer":"MII\#
        BozCCAUigAwIBAgIUOM4JKH-O5pMMAb8zuzdiWc45jBIwCgYIKoZIzj0EAwIwGjELMAkGA1UEBhMCVVQxCzAJBgNVBAMMAmNhMB4\#
        XDTI2MTEyNDIyMTUyOVoXDTM2MTEyMTIyMTUyOVowHTELMAkGA1UEBhMCVVQxDjAMBgNVBAMMBXNlYWxzMFkwEwYHKoZIzj0CAQY\#
        IKoZIzj0DAQcDQgAE8EdiqiJRrhaPCl6RTw3FH6Rp7c41AJewQzg9bhCt9FUaHk1ch_8FPTNHmOe9rd-V0_3zE03fNCxY4PCTbiM\#
        p-qNpMGcwDgYDVR0PAQH_BAQDAgeAMB8GA1UdIwQYMBaAFFkOZlVjNU2UWMZK_bLA7veQfoMGMBUGA1UdJQEB_wQLMAkGB2eBCAE\#
        BDgIwHQYDVR0OBBYEFOmgofAUv3E7hIB2bmE-WNsMaF5zMAoGCCqGSM49BAMCA0kAMEYCIQDHiK-lep9s5H5WT1Ibdjc03jRHhWN\#
        cL38Q-zQc9I2VgwIhAJ1tDdiR-TnvuFbTK9gkRfYbQnVIgu744zTgG4_ba4dd","sigvl":"YXopqnhu1c0MgbvuAydsYW-SEfue\#
        9LN8MLsUxfI96QiWEnGNxFWfR9WdEcoCNRNCqNFc6sDjZLwFYj5pO4jnBA"}}
        """#
    static let byPassportSigner = #"""
        {"data":{"hdr":{"is":"UTO","t":"icao.vacc","v":1},"msg":{"uvci":"U32870","pid":{"n":"Smith Bill","do\#
        b":"1990-01-02","sex":"M","i":"A1234567Z"},"ve":[{"des":"XM68M6","nam":"Comirnaty","dis":"RA01.0","v\#
        d":[{"dvc":"2021-03-03","seq":1,"ctr":"UTO","adm":"RIVM","lot":"VC35679"},{"dvc":"2021-03-24","seq":\#
        2,"ctr":"UTO","adm":"RIVM","lot":"VC87540"}]}]}},"sig":{"alg":"ES256","cer":"MIIBjzCCATWgAwIBAgIUOM4\#
        JKH-O5pMMAb8zuzdiWc45jBQwCgYIKoZIzj0EAwIwGjELMAkGA1UEBhMCVVQxCzAJBgNVBAMMAmNhMB4XDTI2MTEyNDIyMTUyOVo\#
        XDTM2MTEyMTIyMTUyOVowITELMAkGA1UEBhMCVVQxEjAQBgNVBAMMCXBhc3Nwb3J0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0I\#
        ABEkLPSOSKqVwJTfLmXu4SLEH0Yr7sMo2ppHgydcmXYIp7wmt7AaF1YasNJDYgN5VraYBF1OGYOh19w2GVV_Bfe6jUjBQMA4GA1U\#
        dDwEB_wQEAwIHgDAfBgNVHSMEGDAWgBRZDmZVYzVNlFjGSv2ywO73kH6DBjAdBgNVHQ4EFgQUF_y7ZhDni_dTQYAhFZYH0_buQE4\#
        wCgYIKoZIzj0EAwIDSAAwRQIgLojAI2lMDUwqEgxWK5KU7OUae3CN2J1WebnXZC0ddVgCIQC4iM_SDiBUy1beBWKLwusrodzvhy4\#
        VCNBvzoK3jLULMQ","sigvl":"rQZ7diNAljdMyZYvGTgVaB9fBd87GL_b5wOW9fh9yMqEh91dV1KEJ46nVP1nkOjQKdUU5xzypM\#
        tKqG9kH0M3BA"}}
        """#
    static let byStranger = #"""
        {"data":{"hdr":{"is":"UTO","t":"icao.vacc","v":1},"msg":{"uvci":"U32870","pid":{"n":"Smith Bill","do\#
        b":"1990-01-02","sex":"M","i":"A1234567Z"},"ve":[{"des":"XM68M6","nam":"Comirnaty","dis":"RA01.0","v\#
        d":[{"dvc":"2021-03-03","seq":1,"ctr":"UTO","adm":"RIVM","lot":"VC35679"},{"dvc":"2021-03-24","seq":\#
        2,"ctr":"UTO","adm":"RIVM","lot":"VC87540"}]}]}},"sig":{"alg":"ES256","cer":"MIIBijCCATCgAwIBAgIUYqI\#
        OWnN1EB-DyGcbZmJ8lDxw8nEwCgYIKoZIzj0EAwIwIDELMAkGA1UEBhMCVVQxETAPBgNVBAMMCHN0cmFuZ2VyMB4XDTI2MTEyNDI\#
        yMTUyOVoXDTM2MTEyMTIyMTUyOVowIDELMAkGA1UEBhMCVVQxETAPBgNVBAMMCHN0cmFuZ2VyMFkwEwYHKoZIzj0CAQYIKoZIzj0\#
        DAQcDQgAESYTYau0Zrf_LfMTc4RgmM8P4YSPYrRSeqI82PfxpVTWnI--d3zBFk9l5lDw-YudmOMJ4BgjY2Jr6IuEMdU9whaNIMEY\#
        wDgYDVR0PAQH_BAQDAgeAMBUGA1UdJQEB_wQLMAkGB2eBCAEBDgIwHQYDVR0OBBYEFFlBb3Xjpca_YqvR7U8YMXEulR5HMAoGCCq\#
        GSM49BAMCA0gAMEUCIGVJy5szYALnfUxL68Nu891neyAo9OsW8ShhgId4ALGGAiEAnie_436l_t0V5fO8F8zekqxPOiTsYxmMxf5\#
        DU2yuWS0","sigvl":"H3s99EnpHZTdO7nfBRxnsR7grCSXQ44VXAHCnfIgvxjNfNVBZe5FYNO3g7C8W-XZnkw6SygGzAzc8Z1l6\#
        afP7Q"}}
        """#
}
