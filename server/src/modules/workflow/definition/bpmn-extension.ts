/**
 * What BPMN itself has no word for, in a namespace of ours: candidates by rule, terms in working days, completion
 * rules that count people. Other tools keep these attributes untouched, as the standard asks.
 */
import { BpmnModdle } from 'bpmn-moddle'

export const YH_NAMESPACE = 'urn:yunheng:bpmn:1'

const text = (name: string) => ({ name, isAttr: true, type: 'String' })

const descriptor = {
  name: 'Yunheng',
  uri: YH_NAMESPACE,
  prefix: 'yh',
  xml: { tagAlias: 'lowerCase' },
  types: [
    { name: 'Named', extends: ['bpmn:FlowElement', 'bpmn:Process'], properties: [text('nameEn')] },
    {
      name: 'Step',
      extends: ['bpmn:UserTask'],
      properties: [
        'kind',
        'candidates',
        'role',
        'level',
        'people',
        'term',
        'escalateRole',
        'escalateLevel',
        'onReject',
        'allowInitiator',
        'withdrawable',
      ].map(text),
    },
    { name: 'Topic', extends: ['bpmn:ServiceTask'], properties: [text('topic')] },
    { name: 'Ending', extends: ['bpmn:EndEvent'], properties: [text('outcome')] },
    {
      name: 'Counting',
      extends: ['bpmn:MultiInstanceLoopCharacteristics'],
      properties: ['mode', 'value', 'veto'].map(text),
    },
    {
      name: 'Variable',
      superClass: ['Element'],
      properties: ['name', 'type', 'labelZh', 'labelEn', 'values'].map(text),
    },
  ],
}

export function newModdle(): BpmnModdle {
  return new BpmnModdle({ yh: structuredClone(descriptor) })
}
