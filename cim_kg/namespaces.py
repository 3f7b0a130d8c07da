"""The names of things: our namespaces, and the terms that the code itself must know."""

from pyoxigraph import NamedNode

BASE = "https://w3id.org/cim-kg/"
ONTOLOGY = BASE + "ontology#"
ONTOLOGY_FILES = BASE + "ontology/"
ID = BASE + "id/"
CONCEPT = BASE + "concept/"
ANSWER_WORDS = CONCEPT + "answer"
PASSAGE = BASE + "passage/"
SOURCE = BASE + "source/"
REFERENCE = SOURCE + "reference/"
SHAPES = BASE + "shapes#"

SHACL = "http://www.w3.org/ns/shacl#"
_DCTERMS = "http://purl.org/dc/terms/"
_OA = "http://www.w3.org/ns/oa#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"

RDF_OBJECT = NamedNode(_RDF + "object")
RDF_PREDICATE = NamedNode(_RDF + "predicate")
RDF_STATEMENT = NamedNode(_RDF + "Statement")
RDF_SUBJECT = NamedNode(_RDF + "subject")
RDF_TYPE = NamedNode(_RDF + "type")
RDFS_COMMENT = NamedNode(_RDFS + "comment")
RDFS_LABEL = NamedNode(_RDFS + "label")
RDFS_SUBCLASS = NamedNode(_RDFS + "subClassOf")

SH_MESSAGE = NamedNode(SHACL + "message")
SH_NAMESPACE = NamedNode(SHACL + "namespace")
SH_PREFIX = NamedNode(SHACL + "prefix")
SH_SELECT = NamedNode(SHACL + "select")
SH_SEVERITY = NamedNode(SHACL + "severity")

SKOS_ALT_LABEL = NamedNode(_SKOS + "altLabel")
SKOS_DEFINITION = NamedNode(_SKOS + "definition")
SKOS_NOTE = NamedNode(_SKOS + "note")
SKOS_SCOPE_NOTE = NamedNode(_SKOS + "scopeNote")
SKOS_PREF_LABEL = NamedNode(_SKOS + "prefLabel")

CITATION = NamedNode(_DCTERMS + "bibliographicCitation")
DCTERMS_SOURCE = NamedNode(_DCTERMS + "source")
DESCRIPTION = NamedNode(_DCTERMS + "description")
FORMAT_OF = NamedNode(_DCTERMS + "isFormatOf")
IDENTIFIER = NamedNode(_DCTERMS + "identifier")
IS_PART_OF = NamedNode(_DCTERMS + "isPartOf")
ISSUED = NamedNode(_DCTERMS + "issued")
TITLE = NamedNode(_DCTERMS + "title")

ADDRESSEE = NamedNode(ONTOLOGY + "addressee")
ALPHA3 = NamedNode(ONTOLOGY + "alpha3")
ARROW_LABEL = NamedNode(ONTOLOGY + "arrowLabel")
ARROW_SOURCE = NamedNode(ONTOLOGY + "arrowSource")
ARROW_TARGET = NamedNode(ONTOLOGY + "arrowTarget")
CONCERNS = NamedNode(ONTOLOGY + "concerns")
COUNTRY = NamedNode(ONTOLOGY + "country")
COVERS = NamedNode(ONTOLOGY + "covers")
DATE = NamedNode(ONTOLOGY + "date")
DIGEST = NamedNode(ONTOLOGY + "digest")
EARLIEST = NamedNode(ONTOLOGY + "earliest")
END = NamedNode(_OA + "end")
EVIDENCE = NamedNode(ONTOLOGY + "evidence")
EVIDENCE_RULE = NamedNode(SHAPES + "EvidenceRule")
FILE_NAME = NamedNode(ONTOLOGY + "fileName")
FOOTNOTE_OF = NamedNode(ONTOLOGY + "footnoteOf")
HAS_SELECTOR = NamedNode(_OA + "hasSelector")
HAS_SOURCE = NamedNode(_OA + "hasSource")
IN_SCHEME = NamedNode(_SKOS + "inScheme")
INFERRED_FROM = NamedNode(ONTOLOGY + "inferredFrom")
LATEST = NamedNode(ONTOLOGY + "latest")
MANDATE_OF = NamedNode(ONTOLOGY + "mandateOf")
M49 = NamedNode(ONTOLOGY + "m49")
MEMBER_OF = NamedNode(ONTOLOGY + "memberOf")
NOTATION = NamedNode(_SKOS + "notation")
OBJECTIVE_OF = NamedNode(ONTOLOGY + "objectiveOf")
OUTCOME = NamedNode(ONTOLOGY + "outcome")
PART_OF = NamedNode(ONTOLOGY + "partOf")
PASSAGE_CLASS = NamedNode(ONTOLOGY + "Passage")
VAGUE_PRECISIONS = tuple(NamedNode(f"{CONCEPT}precision.{it}") for it in ("part-of-year", "relative"))
PERIOD = NamedNode(ONTOLOGY + "period")
PRECISION = NamedNode(ONTOLOGY + "precision")
POST_IN = NamedNode(_ORG + "postIn")
PUBLISHER = NamedNode(ONTOLOGY + "publisher")
REPORTED_UNDER = NamedNode(ONTOLOGY + "reportedUnder")
SELECTOR_CLASS = NamedNode(_OA + "TextPositionSelector")
SOURCE_CLASS = NamedNode(ONTOLOGY + "Source")
START = NamedNode(_OA + "start")
START_DATE = NamedNode(ONTOLOGY + "startDate")
SUB_ORGANIZATION_OF = NamedNode(_ORG + "subOrganizationOf")
TEXT_START = NamedNode(ONTOLOGY + "textStart")
THEME = NamedNode(ONTOLOGY + "theme")
UNIT_OF = NamedNode(_ORG + "unitOf")
WORDS = NamedNode(ONTOLOGY + "words")

DAY = NamedNode(XSD + "date")
DECIMAL = NamedNode(XSD + "decimal")
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
HEX_BINARY = NamedNode(XSD + "hexBinary")
INTEGER = NamedNode(XSD + "integer")
