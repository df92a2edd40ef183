"""Line_Break of Unicode 17.0.0 and what else UAX #14 asks of a character; made by ``build.py``.

Derived from data files that are © Unicode, Inc., under the Unicode License v3 (LICENSE.txt beside this file).
"""

VERSION = "17.0.0"
RANGES = {
    "AK": (
        "1b05-1b33 1b45-1b4c a984-a9b2 11005-11037 11071-11072 11075 11305-1130c 1130f-11310 11313-11328"
        " 1132a-11330 11332-11333 11335-11339 11360-11361 11392-113b5 11900-11906 11909 1190c-11913"
        " 11915-11916 11918-1192f 11f04-11f10 11f12-11f33"
    ),
    "AL+": (
        "23e9-23ec 25fd-25fe 2630-2637 2648-2653 268a-268f 2693 26a1 26aa-26ab 26ce 2705 2728 274c 274e"
        " 2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 4dc0-4dff ffe8-ffee 18b00-18cd5 18cff"
        " 1aff0-1aff3 1aff5-1affb 1affd-1affe 1d300-1d356 1d360-1d376 1f18e 1f191-1f19a 1f3b5-1f3b6 1f3bc"
        " 1f4a0 1f4a2 1f4a4 1f4af 1f4b1-1f4b2 1f500-1f506 1f517-1f524 1f532-1f53d"
    ),
    "AL:dotted": "25cc",
    "AL:sa": (
        "e01-e30 e32-e33 e40-e46 e81-e82 e84 e86-e8a e8c-ea3 ea5 ea7-eb0 eb2-eb3 ebd ec0-ec4 ec6 edc-edf"
        " 1000-102a 103f 1050-1055 105a-105d 1061 1065-1066 106e-1070 1075-1081 108e 109e-109f 1780-17b3 17d7"
        " 17dc 1950-196d 1970-1974 1980-19ab 19b0-19c9 19de-19df 1a20-1a54 1aa0-1aad a9e0-a9e4 a9e6-a9ef"
        " a9fa-a9fe aa60-aa7a aa7e-aaaf aab1 aab5-aab6 aab9-aabd aac0 aac2 aadb-aadf 11700-1171a 1173a-1173b"
        " 1173f-11746"
    ),
    "AL:unassigned": (
        "1f80c-1f80f 1f848-1f84f 1f85a-1f85f 1f888-1f88f 1f8ae-1f8af 1f8bc-1f8bf 1f8c2-1f8cf 1f8d9-1f8ff"
    ),
    "AP": "11003-11004 113d1 1193f 11941 11f02",
    "AS": (
        "1b50-1b59 1bc0-1be5 a9d0-a9d9 aa00-aa28 aa50-aa59 11066-1106f 11350 1135e-1135f 11380-11389 1138b"
        " 1138e 11390-11391 11950-11959 11ee0-11ef1 11f50-11f59 16100-1611d 16130-16139"
    ),
    "B2": "2014 2e3a-2e3b",
    "BA": (
        "9 7c ad 964-965 e5a-e5b f0b f34 f7f f85 fbe-fbf fd2 104a-104b 1361 1680 16eb-16ed 1735-1736"
        " 17d4-17d5 17d8 17da 1804-1805 1b4e-1b4f 1b5a-1b5b 1b5d-1b60 1b7d-1b7f 1c3b-1c3f 1c7e-1c7f 2000-2006"
        " 2008-200a 2027 2056 2058-205b 205d-205f 2800 2cfa-2cfc 2cff 2d70 2e0e-2e15 2e19 2e2a-2e2d 2e30-2e31"
        " 2e33-2e34 2e3c-2e3e 2e41 2e43-2e4a 2e4c 2e4e-2e4f a4fe-a4ff a60d a60f a6f3-a6f7 a8ce-a8cf a92e-a92f"
        " a9c7-a9c9 a9cf aa40-aa42 aa44-aa4b aa5d-aa5f aaf0-aaf1 abeb 10100-10102 1039f 103d0 10857 1091f"
        " 10a50-10a57 10af0-10af5 10b39-10b3f 10ed0 11047-11048 110be-110c1 11140-11143 111c5-111c6 111c8"
        " 111dd-111df 11238-11239 1123b-1123c 112a9 1133d 1135d 1144b-1144e 1145a-1145b 115c2-115c3"
        " 115c9-115d7 11641-11642 1173c-1173e 11944-11946 11a41-11a44 11a9a-11a9c 11aa1-11aa2 11c41-11c45"
        " 11ef2 11ef7-11ef8 11f43-11f44 11fff 12470-12474 16a6e-16a6f 16af5 16b37-16b39 16b44 16d6e-16d6f"
        " 16e97-16e98 1bc9f 1da87-1da8a"
    ),
    "BA+": "3000",
    "BB": (
        "b4 2c8 2cc 2df c77 c84 f01-f04 f06-f07 f09-f0a fd0-fd1 fd3 1806 1ffd a874-a875 a8fc 11175 111db"
        " 115c1 11660-1166c 119e2 11a3f 11a45 11a9e-11aa0 11b00-11b09 11c70"
    ),
    "BK": "b-c 2028-2029",
    "CB": "fffc",
    "CL": (
        "7d f3b f3d 169c 2046 207e 208e 2309 230b 2769 276b 276d 276f 2771 2773 2775 27c6 27e7 27e9 27eb 27ed"
        " 27ef 2984 2986 2988 298a 298c 298e 2990 2992 2994 2996 2998 29d9 29db 29fd 2e23 2e25 2e27 2e29 fd3e"
        " 1325b-1325d 13282 13287 13289 1337a-1337b 13438 1343d 1343f 145cf"
    ),
    "CL+": (
        "232a 3001-3002 3009 300b 300d 300f 3011 3015 3017 3019 301b 301e-301f fe10-fe12 fe18 fe36 fe38 fe3a"
        " fe3c fe3e fe40 fe42 fe44 fe48 fe50 fe52 fe5a fe5c fe5e ff09 ff0c ff0e ff3d ff5d ff60-ff61 ff63-ff64"
    ),
    "CM": (
        "0-8 e-1f 7f-84 86-9f 300-35b 363-36f 483-489 591-5bd 5bf 5c1-5c2 5c4-5c5 5c7 610-61a 61c 64b-65f 670"
        " 6d6-6dc 6df-6e4 6e7-6e8 6ea-6ed 711 730-74a 7a6-7b0 7eb-7f3 7fd 816-819 81b-823 825-827 829-82d"
        " 859-85b 897-89f 8ca-8e1 8e3-903 93a-93c 93e-94f 951-957 962-963 981-983 9bc 9be-9c4 9c7-9c8 9cb-9cd"
        " 9d7 9e2-9e3 9fe a01-a03 a3c a3e-a42 a47-a48 a4b-a4d a51 a70-a71 a75 a81-a83 abc abe-ac5 ac7-ac9 acb-"
        " acd ae2-ae3 afa-aff b01-b03 b3c b3e-b44 b47-b48 b4b-b4d b55-b57 b62-b63 b82 bbe-bc2 bc6-bc8 bca-bcd"
        " bd7 c00-c04 c3c c3e-c44 c46-c48 c4a-c4d c55-c56 c62-c63 c81-c83 cbc cbe-cc4 cc6-cc8 cca-ccd cd5-cd6"
        " ce2-ce3 cf3 d00-d03 d3b-d3c d3e-d44 d46-d48 d4a-d4d d57 d62-d63 d81-d83 dca dcf-dd4 dd6 dd8-ddf"
        " df2-df3 e31 e34-e3a e47-e4e eb1 eb4-ebc ec8-ece f18-f19 f35 f37 f39 f3e-f3f f71-f7e f80-f84 f86-f87"
        " f8d-f97 f99-fbc fc6 102b-103e 1056-1059 105e-1060 1062-1064 1067-106d 1071-1074 1082-108d 108f"
        " 109a-109d 135d-135f 1712-1715 1732-1734 1752-1753 1772-1773 17b4-17d3 17dd 180b-180d 180f 1885-1886"
        " 18a9 1920-192b 1930-193b 1a17-1a1b 1a55-1a5e 1a60-1a7c 1a7f 1ab0-1add 1ae0-1aea 1b00-1b04 1b34-1b43"
        " 1b6b-1b73 1b80-1b82 1ba1-1bad 1be6-1bf1 1c24-1c37 1cd0-1cd2 1cd4-1ce8 1ced 1cf4 1cf7-1cf9 1dc0-1dcc"
        " 1dce-1dfb 1dfd-1dff 200c 200e-200f 202a-202e 2066-206f 20d0-20f0 2cef-2cf1 2d7f 2de0-2dff a66f-a672"
        " a674-a67d a69e-a69f a6f0-a6f1 a802 a806 a80b a823-a827 a82c a880-a881 a8b4-a8c5 a8e0-a8f1 a8ff"
        " a926-a92d a947-a953 a980-a983 a9b3-a9bf a9e5 aa29-aa36 aa43 aa4c-aa4d aa7b-aa7d aab0 aab2-aab4"
        " aab7-aab8 aabe-aabf aac1 aaeb-aaef aaf5-aaf6 abe3-abea abec-abed fb1e fe00-fe0f fe21 fe23 fe25 fe28"
        " fe2a fe2c fe2f fff9-fffb 101fd 102e0 10376-1037a 10a01-10a03 10a05-10a06 10a0c-10a0f 10a38-10a3a"
        " 10a3f 10ae5-10ae6 10d24-10d27 10d69-10d6d 10eab-10eac 10efa-10eff 10f46-10f50 10f82-10f85"
        " 11000-11002 11038-11045 11070 11073-11074 11080-11082 110b0-110ba 110c2 11100-11102 11127-11134"
        " 11145-11146 11173 11180-11182 111b3-111c0 111c9-111cc 111ce-111cf 1122c-11237 1123e 11241"
        " 112df-112ea 11300-11303 1133b-1133c 1133e-11344 11347-11348 1134b-1134c 11357 11362-11363"
        " 11366-1136c 11370-11374 113b8-113c0 113c2 113c5 113c7-113ca 113cc-113cf 113d2 113e1-113e2"
        " 11435-11446 1145e 114b0-114c3 115af-115b5 115b8-115c0 115dc-115dd 11630-11640 116ab-116b7"
        " 1171d-1172b 1182c-1183a 11930-11935 11937-11938 1193b-1193d 11940 11942-11943 119d1-119d7"
        " 119da-119e0 119e4 11a01-11a0a 11a33-11a39 11a3b-11a3e 11a47 11a51-11a5b 11a8a-11a99 11b60-11b67"
        " 11c2f-11c36 11c38-11c3f 11c92-11ca7 11ca9-11cb6 11d31-11d36 11d3a 11d3c-11d3d 11d3f-11d45 11d47"
        " 11d8a-11d8e 11d90-11d91 11d93-11d97 11ef3-11ef6 11f00-11f01 11f03 11f34-11f3a 11f3e-11f41 11f5a"
        " 13440 13447-13455 1611e-1612f 16af0-16af4 16b30-16b36 16f4f 16f51-16f87 16f8f-16f92 1bc9d-1bc9e"
        " 1bca0-1bca3 1cf00-1cf2d 1cf30-1cf46 1d165-1d169 1d16d-1d182 1d185-1d18b 1d1aa-1d1ad 1d242-1d244"
        " 1da00-1da36 1da3b-1da6c 1da75 1da84 1da9b-1da9f 1daa1-1daaf 1e000-1e006 1e008-1e018 1e01b-1e021"
        " 1e023-1e024 1e026-1e02a 1e08f 1e130-1e136 1e2ae 1e2ec-1e2ef 1e4ec-1e4ef 1e5ee-1e5ef 1e6e3 1e6e6"
        " 1e6ee-1e6ef 1e6f5 1e8d0-1e8d6 1e944-1e94a e0001 e0020-e007f e0100-e01ef"
    ),
    "CM+": "302a-302f 3035 3099-309a 16ff0-16ff1",
    "CP": "29 5d 2e56 2e58 2e5a 2e5c",
    "CR": "d",
    "EB": "261d 26f9 270c-270d 1f3cb-1f3cc 1f574-1f575 1f590",
    "EB+": (
        "270a-270b 1f385 1f3c2-1f3c4 1f3c7 1f3ca 1f442-1f443 1f446-1f450 1f466-1f478 1f47c 1f481-1f483"
        " 1f485-1f487 1f48f 1f491 1f4aa 1f57a 1f595-1f596 1f645-1f647 1f64b-1f64f 1f6a3 1f6b4-1f6b6 1f6c0"
        " 1f6cc 1f90c 1f90f 1f918-1f91f 1f926 1f930-1f939 1f93c-1f93e 1f977 1f9b5-1f9b6 1f9b8-1f9b9 1f9bb"
        " 1f9cd-1f9cf 1f9d1-1f9dd 1fac3-1fac5 1faf0-1faf8"
    ),
    "EM+": "1f3fb-1f3ff",
    "EX": (
        "21 3f 5c6 61b 61d-61f 6d4 7f9 f0d-f11 f14 1802-1803 1808-1809 1944-1945 2762-2763 2cf9 2cfe 2e2e"
        " 2e53-2e54 a60e a876-a877 115c4-115c5 11c71"
    ),
    "EX+": "fe15-fe16 fe56-fe57 ff01 ff1f",
    "GL": (
        "a0 35c-362 f08 f0c f12 fd9-fda 180e 1aeb 1dcd 1dfc 2007 2011 202f fe20 fe22 fe24 fe26-fe27 fe29 fe2b"
        " fe2d-fe2e 1107f 13430-13436 13439-1343b"
    ),
    "GL+": "16fe4",
    "H2+": (
        "ac00 ac1c ac38 ac54 ac70 ac8c aca8 acc4 ace0 acfc ad18 ad34 ad50 ad6c ad88 ada4 adc0 addc adf8 ae14"
        " ae30 ae4c ae68 ae84 aea0 aebc aed8 aef4 af10 af2c af48 af64 af80 af9c afb8 afd4 aff0 b00c b028 b044"
        " b060 b07c b098 b0b4 b0d0 b0ec b108 b124 b140 b15c b178 b194 b1b0 b1cc b1e8 b204 b220 b23c b258 b274"
        " b290 b2ac b2c8 b2e4 b300 b31c b338 b354 b370 b38c b3a8 b3c4 b3e0 b3fc b418 b434 b450 b46c b488 b4a4"
        " b4c0 b4dc b4f8 b514 b530 b54c b568 b584 b5a0 b5bc b5d8 b5f4 b610 b62c b648 b664 b680 b69c b6b8 b6d4"
        " b6f0 b70c b728 b744 b760 b77c b798 b7b4 b7d0 b7ec b808 b824 b840 b85c b878 b894 b8b0 b8cc b8e8 b904"
        " b920 b93c b958 b974 b990 b9ac b9c8 b9e4 ba00 ba1c ba38 ba54 ba70 ba8c baa8 bac4 bae0 bafc bb18 bb34"
        " bb50 bb6c bb88 bba4 bbc0 bbdc bbf8 bc14 bc30 bc4c bc68 bc84 bca0 bcbc bcd8 bcf4 bd10 bd2c bd48 bd64"
        " bd80 bd9c bdb8 bdd4 bdf0 be0c be28 be44 be60 be7c be98 beb4 bed0 beec bf08 bf24 bf40 bf5c bf78 bf94"
        " bfb0 bfcc bfe8 c004 c020 c03c c058 c074 c090 c0ac c0c8 c0e4 c100 c11c c138 c154 c170 c18c c1a8 c1c4"
        " c1e0 c1fc c218 c234 c250 c26c c288 c2a4 c2c0 c2dc c2f8 c314 c330 c34c c368 c384 c3a0 c3bc c3d8 c3f4"
        " c410 c42c c448 c464 c480 c49c c4b8 c4d4 c4f0 c50c c528 c544 c560 c57c c598 c5b4 c5d0 c5ec c608 c624"
        " c640 c65c c678 c694 c6b0 c6cc c6e8 c704 c720 c73c c758 c774 c790 c7ac c7c8 c7e4 c800 c81c c838 c854"
        " c870 c88c c8a8 c8c4 c8e0 c8fc c918 c934 c950 c96c c988 c9a4 c9c0 c9dc c9f8 ca14 ca30 ca4c ca68 ca84"
        " caa0 cabc cad8 caf4 cb10 cb2c cb48 cb64 cb80 cb9c cbb8 cbd4 cbf0 cc0c cc28 cc44 cc60 cc7c cc98 ccb4"
        " ccd0 ccec cd08 cd24 cd40 cd5c cd78 cd94 cdb0 cdcc cde8 ce04 ce20 ce3c ce58 ce74 ce90 ceac cec8 cee4"
        " cf00 cf1c cf38 cf54 cf70 cf8c cfa8 cfc4 cfe0 cffc d018 d034 d050 d06c d088 d0a4 d0c0 d0dc d0f8 d114"
        " d130 d14c d168 d184 d1a0 d1bc d1d8 d1f4 d210 d22c d248 d264 d280 d29c d2b8 d2d4 d2f0 d30c d328 d344"
        " d360 d37c d398 d3b4 d3d0 d3ec d408 d424 d440 d45c d478 d494 d4b0 d4cc d4e8 d504 d520 d53c d558 d574"
        " d590 d5ac d5c8 d5e4 d600 d61c d638 d654 d670 d68c d6a8 d6c4 d6e0 d6fc d718 d734 d750 d76c d788"
    ),
    "H3+": (
        "ac01-ac1b ac1d-ac37 ac39-ac53 ac55-ac6f ac71-ac8b ac8d-aca7 aca9-acc3 acc5-acdf ace1-acfb acfd-ad17"
        " ad19-ad33 ad35-ad4f ad51-ad6b ad6d-ad87 ad89-ada3 ada5-adbf adc1-addb addd-adf7 adf9-ae13 ae15-ae2f"
        " ae31-ae4b ae4d-ae67 ae69-ae83 ae85-ae9f aea1-aebb aebd-aed7 aed9-aef3 aef5-af0f af11-af2b af2d-af47"
        " af49-af63 af65-af7f af81-af9b af9d-afb7 afb9-afd3 afd5-afef aff1-b00b b00d-b027 b029-b043 b045-b05f"
        " b061-b07b b07d-b097 b099-b0b3 b0b5-b0cf b0d1-b0eb b0ed-b107 b109-b123 b125-b13f b141-b15b b15d-b177"
        " b179-b193 b195-b1af b1b1-b1cb b1cd-b1e7 b1e9-b203 b205-b21f b221-b23b b23d-b257 b259-b273 b275-b28f"
        " b291-b2ab b2ad-b2c7 b2c9-b2e3 b2e5-b2ff b301-b31b b31d-b337 b339-b353 b355-b36f b371-b38b b38d-b3a7"
        " b3a9-b3c3 b3c5-b3df b3e1-b3fb b3fd-b417 b419-b433 b435-b44f b451-b46b b46d-b487 b489-b4a3 b4a5-b4bf"
        " b4c1-b4db b4dd-b4f7 b4f9-b513 b515-b52f b531-b54b b54d-b567 b569-b583 b585-b59f b5a1-b5bb b5bd-b5d7"
        " b5d9-b5f3 b5f5-b60f b611-b62b b62d-b647 b649-b663 b665-b67f b681-b69b b69d-b6b7 b6b9-b6d3 b6d5-b6ef"
        " b6f1-b70b b70d-b727 b729-b743 b745-b75f b761-b77b b77d-b797 b799-b7b3 b7b5-b7cf b7d1-b7eb b7ed-b807"
        " b809-b823 b825-b83f b841-b85b b85d-b877 b879-b893 b895-b8af b8b1-b8cb b8cd-b8e7 b8e9-b903 b905-b91f"
        " b921-b93b b93d-b957 b959-b973 b975-b98f b991-b9ab b9ad-b9c7 b9c9-b9e3 b9e5-b9ff ba01-ba1b ba1d-ba37"
        " ba39-ba53 ba55-ba6f ba71-ba8b ba8d-baa7 baa9-bac3 bac5-badf bae1-bafb bafd-bb17 bb19-bb33 bb35-bb4f"
        " bb51-bb6b bb6d-bb87 bb89-bba3 bba5-bbbf bbc1-bbdb bbdd-bbf7 bbf9-bc13 bc15-bc2f bc31-bc4b bc4d-bc67"
        " bc69-bc83 bc85-bc9f bca1-bcbb bcbd-bcd7 bcd9-bcf3 bcf5-bd0f bd11-bd2b bd2d-bd47 bd49-bd63 bd65-bd7f"
        " bd81-bd9b bd9d-bdb7 bdb9-bdd3 bdd5-bdef bdf1-be0b be0d-be27 be29-be43 be45-be5f be61-be7b be7d-be97"
        " be99-beb3 beb5-becf bed1-beeb beed-bf07 bf09-bf23 bf25-bf3f bf41-bf5b bf5d-bf77 bf79-bf93 bf95-bfaf"
        " bfb1-bfcb bfcd-bfe7 bfe9-c003 c005-c01f c021-c03b c03d-c057 c059-c073 c075-c08f c091-c0ab c0ad-c0c7"
        " c0c9-c0e3 c0e5-c0ff c101-c11b c11d-c137 c139-c153 c155-c16f c171-c18b c18d-c1a7 c1a9-c1c3 c1c5-c1df"
        " c1e1-c1fb c1fd-c217 c219-c233 c235-c24f c251-c26b c26d-c287 c289-c2a3 c2a5-c2bf c2c1-c2db c2dd-c2f7"
        " c2f9-c313 c315-c32f c331-c34b c34d-c367 c369-c383 c385-c39f c3a1-c3bb c3bd-c3d7 c3d9-c3f3 c3f5-c40f"
        " c411-c42b c42d-c447 c449-c463 c465-c47f c481-c49b c49d-c4b7 c4b9-c4d3 c4d5-c4ef c4f1-c50b c50d-c527"
        " c529-c543 c545-c55f c561-c57b c57d-c597 c599-c5b3 c5b5-c5cf c5d1-c5eb c5ed-c607 c609-c623 c625-c63f"
        " c641-c65b c65d-c677 c679-c693 c695-c6af c6b1-c6cb c6cd-c6e7 c6e9-c703 c705-c71f c721-c73b c73d-c757"
        " c759-c773 c775-c78f c791-c7ab c7ad-c7c7 c7c9-c7e3 c7e5-c7ff c801-c81b c81d-c837 c839-c853 c855-c86f"
        " c871-c88b c88d-c8a7 c8a9-c8c3 c8c5-c8df c8e1-c8fb c8fd-c917 c919-c933 c935-c94f c951-c96b c96d-c987"
        " c989-c9a3 c9a5-c9bf c9c1-c9db c9dd-c9f7 c9f9-ca13 ca15-ca2f ca31-ca4b ca4d-ca67 ca69-ca83 ca85-ca9f"
        " caa1-cabb cabd-cad7 cad9-caf3 caf5-cb0f cb11-cb2b cb2d-cb47 cb49-cb63 cb65-cb7f cb81-cb9b cb9d-cbb7"
        " cbb9-cbd3 cbd5-cbef cbf1-cc0b cc0d-cc27 cc29-cc43 cc45-cc5f cc61-cc7b cc7d-cc97 cc99-ccb3 ccb5-cccf"
        " ccd1-cceb cced-cd07 cd09-cd23 cd25-cd3f cd41-cd5b cd5d-cd77 cd79-cd93 cd95-cdaf cdb1-cdcb cdcd-cde7"
        " cde9-ce03 ce05-ce1f ce21-ce3b ce3d-ce57 ce59-ce73 ce75-ce8f ce91-ceab cead-cec7 cec9-cee3 cee5-ceff"
        " cf01-cf1b cf1d-cf37 cf39-cf53 cf55-cf6f cf71-cf8b cf8d-cfa7 cfa9-cfc3 cfc5-cfdf cfe1-cffb cffd-d017"
        " d019-d033 d035-d04f d051-d06b d06d-d087 d089-d0a3 d0a5-d0bf d0c1-d0db d0dd-d0f7 d0f9-d113 d115-d12f"
        " d131-d14b d14d-d167 d169-d183 d185-d19f d1a1-d1bb d1bd-d1d7 d1d9-d1f3 d1f5-d20f d211-d22b d22d-d247"
        " d249-d263 d265-d27f d281-d29b d29d-d2b7 d2b9-d2d3 d2d5-d2ef d2f1-d30b d30d-d327 d329-d343 d345-d35f"
        " d361-d37b d37d-d397 d399-d3b3 d3b5-d3cf d3d1-d3eb d3ed-d407 d409-d423 d425-d43f d441-d45b d45d-d477"
        " d479-d493 d495-d4af d4b1-d4cb d4cd-d4e7 d4e9-d503 d505-d51f d521-d53b d53d-d557 d559-d573 d575-d58f"
        " d591-d5ab d5ad-d5c7 d5c9-d5e3 d5e5-d5ff d601-d61b d61d-d637 d639-d653 d655-d66f d671-d68b d68d-d6a7"
        " d6a9-d6c3 d6c5-d6df d6e1-d6fb d6fd-d717 d719-d733 d735-d74f d751-d76b d76d-d787 d789-d7a3"
    ),
    "HH": "58a 5be 1400 2010 2012-2013 2e17 2e40 2e5d 10d6e 10ead",
    "HL": "5d0-5ea 5ef-5f2 fb1d fb1f-fb28 fb2a-fb36 fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4f",
    "HY": "2d",
    "ID": (
        "1b5c 1b61-1b6a 1b74-1b7c 23f1-23f2 2600-2603 2618 261a-261c 261e-261f 2639-263b 2668 26bf-26c3"
        " 26c6-26c8 26cd 26cf-26d1 26d3 26d8-26d9 26dc 26df-26e1 26f1 26f4 26f7-26f8 26fe-2704 2708-2709 2764"
        " 303f a9c1-a9c6 a9ca-a9cd a9de-a9df aa5c 11049-1104d 11052-11065 113b7 113d3-113d5 113d7-113d8"
        " 11f45-11f4f 1f000-1f003 1f005-1f02b 1f030-1f093 1f0a0-1f0ae 1f0b1-1f0bf 1f0c1-1f0ce 1f0d1-1f0f5"
        " 1f321-1f32c 1f336 1f37d 1f394-1f39b 1f39e-1f39f 1f3cd-1f3ce 1f3d4-1f3df 1f3f1-1f3f3 1f3f5-1f3f7"
        " 1f43f 1f441 1f4fd-1f4fe 1f54a 1f54f 1f568-1f573 1f576-1f579 1f57b-1f58f 1f591-1f594 1f597-1f5a3"
        " 1f5a5-1f5d3 1f5dc-1f5f3 1f5fa 1f6c6-1f6cb 1f6cd-1f6cf 1f6d3-1f6d4 1f6e0-1f6ea 1f6f0-1f6f3"
        " 1f774-1f776 1f77b-1f77f 1f7d5-1f7d9 1f93b 1f946 1fa60-1fa6d"
    ),
    "ID+": (
        "231a-231b 23f0 23f3 2614-2615 267f 26bd-26be 26c4-26c5 26d4 26ea 26f2-26f3 26f5 26fa 26fd 2e80-2e99"
        " 2e9b-2ef3 2f00-2fd5 2ff0-2fff 3003-3004 3006-3007 3012-3013 3020-3029 3030-3034 3036-303a 303d-303e"
        " 3042 3044 3046 3048 304a-3062 3064-3082 3084 3086 3088-308d 308f-3094 309f 30a2 30a4 30a6 30a8"
        " 30aa-30c2 30c4-30e2 30e4 30e6 30e8-30ed 30ef-30f4 30f7-30fa 30ff 3105-312f 3131-318e 3190-31e5 31ef"
        " 3200-321e 3220-3247 3250-4dbf 4e00-a014 a016-a48c a490-a4c6 f900-faff fe30-fe34 fe45-fe46 fe49-fe4f"
        " fe51 fe58 fe5f-fe66 fe68 fe6b ff02-ff03 ff06-ff07 ff0a-ff0b ff0d ff0f-ff19 ff1c-ff1e ff20-ff3a ff3c"
        " ff3e-ff5a ff5c ff5e ff66 ff71-ff9d ffa0-ffbe ffc2-ffc7 ffca-ffcf ffd2-ffd7 ffda-ffdc ffe2-ffe4"
        " 16ff4-16ff6 17000-18aff 18d00-18d1e 18d80-18df2 1b000-1b122 1b170-1b2fb 1f004 1f0cf 1f200-1f202"
        " 1f210-1f23b 1f240-1f248 1f250-1f251 1f260-1f265 1f300-1f320 1f32d-1f335 1f337-1f37c 1f37e-1f384"
        " 1f386-1f393 1f3a0-1f3b4 1f3b7-1f3bb 1f3bd-1f3c1 1f3c5-1f3c6 1f3c8-1f3c9 1f3cf-1f3d3 1f3e0-1f3f0"
        " 1f3f4 1f3f8-1f3fa 1f400-1f43e 1f440 1f444-1f445 1f451-1f465 1f479-1f47b 1f47d-1f480 1f484"
        " 1f488-1f48e 1f490 1f492-1f49f 1f4a1 1f4a3 1f4a5-1f4a9 1f4ab-1f4ae 1f4b0 1f4b3-1f4fc 1f4ff"
        " 1f507-1f516 1f525-1f531 1f54b-1f54e 1f550-1f567 1f5a4 1f5fb-1f644 1f648-1f64a 1f680-1f6a2"
        " 1f6a4-1f6b3 1f6b7-1f6bf 1f6c1-1f6c5 1f6d0-1f6d2 1f6d5-1f6d8 1f6dc-1f6df 1f6eb-1f6ec 1f6f4-1f6fc"
        " 1f7e0-1f7eb 1f7f0 1f90d-1f90e 1f910-1f917 1f920-1f925 1f927-1f92f 1f93a 1f93f-1f945 1f947-1f976"
        " 1f978-1f9b4 1f9b7 1f9ba 1f9bc-1f9cc 1f9d0 1f9de-1f9ff 1fa70-1fa7c 1fa80-1fa8a 1fa8e-1fac2 1fac6"
        " 1fac8 1facd-1fadc 1fadf-1faea 1faef 20000-2fffd 30000-3fffd"
    ),
    "ID:unassigned": (
        "1f02c-1f02f 1f094-1f09f 1f0af-1f0b0 1f0c0 1f0d0 1f0f6-1f0ff 1f1ae-1f1e5 1f203-1f20f 1f23c-1f23f"
        " 1f249-1f24f 1f252-1f25f 1f266-1f2ff 1f6d9-1f6db 1f6ed-1f6ef 1f6fd-1f6ff 1f7da-1f7df 1f7ec-1f7ef"
        " 1f7f1-1f7ff 1fa58-1fa5f 1fa6e-1fa6f 1fa7d-1fa7f 1fa8b-1fa8d 1fac7 1fac9-1facc 1fadd-1fade"
        " 1faeb-1faee 1faf9-1faff 1fc00-1fffd"
    ),
    "IN": "2024-2026 22ef 10af6",
    "IN+": "fe19",
    "IS": "2c 2e 3a-3b 37e 589 60c-60d 7f8 2044",
    "JL+": "1100-115f a960-a97c",
    "JT": "11a8-11ff d7cb-d7fb",
    "JV": "1160-11a7 d7b0-d7c6",
    "LF": "a",
    "NL": "85",
    "NS": "17d6 203c-203d 2047-2049 1f679-1f67b",
    "NS+": (
        "3005 301c 303b-303c 309b-309e 30a0 30fb 30fd-30fe a015 fe13-fe14 fe54-fe55 ff1a-ff1b ff65 ff9e-ff9f"
        " 16fe0-16fe3 16ff2-16ff3"
    ),
    "NS+:kana": (
        "3041 3043 3045 3047 3049 3063 3083 3085 3087 308e 3095-3096 30a1 30a3 30a5 30a7 30a9 30c3 30e3 30e5"
        " 30e7 30ee 30f5-30f6 30fc 31f0-31ff ff67-ff70 1b132 1b150-1b152 1b155 1b164-1b167"
    ),
    "NU": (
        "30-39 600-605 660-669 66b-66c 6dd 6f0-6f9 7c0-7c9 890-891 8e2 966-96f 9e6-9ef a66-a6f ae6-aef"
        " b66-b6f be6-bef c66-c6f ce6-cef d66-d6f de6-def e50-e59 ed0-ed9 f20-f29 1040-1049 1090-1099"
        " 17e0-17e9 1810-1819 1946-194f 19d0-19da 1a80-1a89 1a90-1a99 1bb0-1bb9 1c40-1c49 1c50-1c59 a620-a629"
        " a8d0-a8d9 a900-a909 a9f0-a9f9 abf0-abf9 104a0-104a9 10d30-10d39 10d40-10d49 110bd 110cd 110f0-110f9"
        " 11136-1113f 111d0-111d9 112f0-112f9 11450-11459 114d0-114d9 11650-11659 116c0-116c9 116d0-116e3"
        " 11730-11739 118e0-118e9 11bf0-11bf9 11c50-11c59 11d50-11d59 11da0-11da9 11de0-11de9 16a60-16a69"
        " 16ac0-16ac9 16b50-16b59 16d70-16d79 1ccf0-1ccf9 1d7ce-1d7ff 1e140-1e149 1e2f0-1e2f9 1e4f0-1e4f9"
        " 1e5f1-1e5fa 1e950-1e959 1fbf0-1fbf9"
    ),
    "OP": (
        "28 5b 7b a1 bf f3a f3c 169b 201a 201e 2045 207d 208d 2308 230a 2768 276a 276c 276e 2770 2772 2774"
        " 27c5 27e6 27e8 27ea 27ec 27ee 2983 2985 2987 2989 298b 298d 298f 2991 2993 2995 2997 29d8 29da 29fc"
        " 2e18 2e22 2e24 2e26 2e28 2e42 2e55 2e57 2e59 2e5b fd3f 13258-1325a 13286 13288 13379 1342f 13437"
        " 1343c 1343e 145ce 1e95e-1e95f"
    ),
    "OP+": (
        "2329 3008 300a 300c 300e 3010 3014 3016 3018 301a 301d fe17 fe35 fe37 fe39 fe3b fe3d fe3f fe41 fe43"
        " fe47 fe59 fe5b fe5d ff08 ff3b ff5b ff5f ff62"
    ),
    "PO": (
        "25 a2 609-60b 66a 9f2-9f3 9f9 d79 2031 2034 2036-2037 2057 20a7 20b6 20bb 20be 20c0 a838 fdfc"
        " 11fdd-11fe0 1ecac 1ecb0"
    ),
    "PO+": "fe6a ff05 ffe0",
    "PO~": "b0 2030 2032-2033 2035 2103 2109",
    "PR": (
        "24 2b 5c a3 a5 58f 7fe-7ff 9fb af1 bf9 e3f 17db 20a0-20a6 20a8 20aa-20ab 20ad-20b5 20b7-20ba"
        " 20bc-20bd 20bf 20c1-20cf 2212-2213 1e2ff"
    ),
    "PR+": "20a9 fe69 ff04 ffe1 ffe5-ffe6",
    "PR~": "a4 b1 20ac 2116",
    "Pf": "bb 2019 201d 203a 2e03 2e05 2e0a 2e0d 2e1d 2e21",
    "Pi": "ab 2018 201b-201c 201f 2039 2e02 2e04 2e09 2e0c 2e1c 2e20",
    "QU": "22 27 275b-2760 2e00-2e01 2e06-2e08 2e0b 1f676-1f678",
    "RI": "1f1e6-1f1ff",
    "SP": "20",
    "SY": "2f",
    "VF": "1bf2-1bf3",
    "VI": "1b44 a9c0 11046 1134d 113d0 1193e 11f42",
    "WJ": "2060 feff",
    "ZW": "200b",
    "ZWJ": "200d",
}
"""Code points of each class, in hexadecimal; whatever is not here is AL."""
