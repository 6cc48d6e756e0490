"""The kinds of error that the reference lists of the shipped base have, on works of the project's own making."""

from __future__ import annotations

from tests.verify.registries import Work

TRACZ = Work(
    "Testosterone in older men and its bones. A systematic review of randomized placebo-controlled trials",
    ("Trask, Michal J", "Sideris, Kostas", "Bolano, Enrique R"),
    "Journal of Clinical Bone Science",
    2006,
    "91",
    "6",
    "2011-2016",
    "10.1210/test.2006-0036",
    "16720668",
    types=("Journal Article", "Systematic Review", "Meta-Analysis"),
)
FALAHATI = Work(
    "Relative contributions of two hormones in regulating bone resorption and formation in normal elderly men",
    ("Falah-Nini, Alireza", "Rigs, B Lawrence"),
    "Journal of Hormone Investigation",
    2000,
    "106",
    "12",
    "1553-1560",
    "10.1172/test10942",
    "11120762",
)
MOHAMAD = Work(
    "A concise review of hormones and the health of bone in ageing men",
    ("Mohamed, Nur-Vaizura", "Soelman, Ima"),
    "Clinical Interventions in Bone",
    2016,
    "11",
    "",
    "1317-1324",
    "10.2147/test.S115472",
    "27703340",
)
GOLDS = Work(
    "Male hypogonadism and osteoporosis: the effects, clinical consequences and treatment in bone health",
    ("Goldes, Gary", "Houdak, Devon"),
    "International Journal of Bone Endocrinology",
    2017,
    "2017",
    "",
    "4602129",
    "10.1155/test/4602129",
    "28408926",
)
NEIGHBOUR = Work(
    "Dietary calcium and the growth of antlers in red deer during winter",
    ("Hart, Rosa",),
    "Journal of Clinical Bone Science",
    2019,
    "104",
    "1",
    "1-15",
    "10.1210/test.2019-0001",
    "30000001",
)
WORKS = (TRACZ, FALAHATI, MOHAMAD, GOLDS, NEIGHBOUR)

BIB = """\
@article{exact2006,
  author = {Trask, Michal J. and Sideris, Kostas and Bolano, Enrique R.},
  title = {Testosterone in older men and its bones. A systematic review of randomized placebo-controlled trials},
  journal = {Journal of Clinical Bone Science},
  year = {2006}, volume = {91}, number = {6}, pages = {2011--2016},
  doi = {10.1210/test.2006-0036}
}
@article{given2016,
  author = {Mohamed, Norazlina and Soelman, Ima},
  title = {A concise review of hormones and the health of bone in ageing men},
  journal = {Clinical Interventions in Bone},
  year = {2016}, volume = {11}, pages = {1317--1324}
}
@article{pages2017,
  author = {Goldes, Gary and Houdak, Devon},
  title = {Male hypogonadism and osteoporosis: the effects, clinical consequences and treatment in bone health},
  journal = {International Journal of Bone Endocrinology},
  year = {2017}, volume = {2017}, pages = {1--13}
}
@article{wrongplace2019,
  author = {Trinh, Thomas},
  title = {Testosterone in older men and its bones. A systematic review of randomized placebo-controlled trials},
  journal = {Journal of Clinical Bone Science},
  year = {2019}, volume = {104}, number = {1}, pages = {1--15}
}
@article{wrongtitle2002,
  author = {Falah-Nini, Azita},
  title = {The effects of two hormones on markers of turnover in the bone of men},
  journal = {Journal of Hormone Investigation},
  year = {2000}, volume = {106}, number = {12}, pages = {1553--1560}
}
@article{nothing2014,
  author = {Orwell, Eric},
  title = {Replacement of hormones and the density of vertebrae in sailors with scurvy},
  journal = {Annals of Imaginary Metabolism},
  year = {2014}, volume = {29}, pages = {1--8}
}
@article{again2006,
  author = {Trask, Michal J.},
  title = {Testosterone in Older Men and Its Bones. A Systematic Review of Randomized Placebo-Controlled Trials},
  journal = {J Clin Bone Sci},
  year = {2006}, volume = {91}, pages = {2011--2016},
  pmid = {16720668}
}
"""
